import { defaultHighlightStyle, HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import type { Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';

/** The editor's default styles by their colour, in ours, which follow the theme; others are plain text. */
const colors: Readonly<Record<string, string>> = {
  '#708': 'var(--accent)',
  '#219': 'var(--medium)',
  '#164': 'var(--good)',
  '#a11': 'var(--high)',
  '#e40': 'var(--mark)',
  '#00f': 'var(--accent)',
  '#30a': 'var(--low)',
  '#085': 'var(--low)',
  '#167': 'var(--low)',
  '#256': 'var(--mark)',
  '#00c': 'var(--accent)',
  '#940': 'var(--faint)',
  '#404740': 'var(--faint)',
  '#f00': 'var(--critical)',
};

const highlighting = HighlightStyle.define(
  defaultHighlightStyle.specs.map((spec) => {
    const color: unknown = spec['color'];
    return typeof color === 'string' ? { ...spec, color: colors[color] ?? 'var(--text)' } : spec;
  }),
);

const theme = EditorView.theme({
  '&': { fontSize: '12px', backgroundColor: 'var(--canvas)', color: 'var(--text)' },
  '&.cm-focused': { outline: '2px solid var(--accent)', outlineOffset: '-2px' },
  '.cm-content': { fontFamily: 'var(--font-mono)', padding: '8px 0', caretColor: 'var(--text)' },
  '.cm-scroller': { lineHeight: '1.55' },
  '.cm-gutters': { backgroundColor: 'var(--canvas)', color: 'var(--faint)', border: 'none' },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'transparent' },
  '.cm-cursor': { borderLeftColor: 'var(--text)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    background: 'color-mix(in oklab, var(--accent) 30%, transparent)',
  },
  '.cm-specialChar': { color: 'var(--mark)', backgroundColor: 'var(--mark-fill)' },
  '.cm-placeholder': { color: 'var(--faint)' },
  '.cm-tooltip': {
    backgroundColor: 'var(--surface)',
    color: 'var(--text)',
    border: '1px solid var(--line-strong)',
    borderRadius: '6px',
  },
  '.cm-tooltip-autocomplete > ul > li[aria-selected]': {
    backgroundColor: 'var(--selected)',
    color: 'var(--text)',
  },
  '.cm-completionDetail': { color: 'var(--faint)' },
});

export const codeTheme: Extension = [theme, syntaxHighlighting(highlighting)];
