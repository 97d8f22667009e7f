import { useState } from 'react';
import { type TextPart, visibleParts } from './visible-text.ts';

const inlineCharactersMax = 400;
const blockCharactersStep = 20_000;

/** One line of log content, never interpreted: hidden characters are shown, direction is isolated, length is bounded. */
export function Untrusted({ text, max = inlineCharactersMax }: { text: string; max?: number }) {
  const shown = cut(text, max);
  return (
    <bdi className="untrusted">
      <Parts parts={visibleParts(shown)} />
      {shown.length < text.length && <span className="text-faint">…</span>}
    </bdi>
  );
}

/** Log content of any length with its line breaks; long content opens by steps. */
export function UntrustedBlock({ text }: { text: string }) {
  const [max, setMax] = useState(blockCharactersStep);
  const shown = cut(text, max);
  const rest = text.length - shown.length;
  return (
    <div>
      <pre className="untrusted font-mono text-xs break-all whitespace-pre-wrap">
        <Parts parts={visibleParts(shown, { keepLines: true })} />
      </pre>
      {rest > 0 && (
        <button
          type="button"
          className="mt-1 text-accent hover:underline"
          onClick={() => setMax(max + blockCharactersStep)}
        >
          Show more: {rest.toLocaleString('en')} characters left
        </button>
      )}
    </div>
  );
}

function Parts({ parts }: { parts: readonly TextPart[] }) {
  return parts.map((part, index) =>
    part.kind === 'text' ? part.text : <Mark key={index} label={part.label} title={part.title} />,
  );
}

function Mark({ label, title }: { label: string; title: string }) {
  return (
    <span
      data-mark
      className="mx-px rounded-[3px] bg-mark-fill px-[3px] font-mono text-[0.9em] text-mark"
      title={title}
    >
      {label}
    </span>
  );
}

/** Never cuts a surrogate pair in two. */
function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  const last = text.charCodeAt(max - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? max - 1 : max);
}
