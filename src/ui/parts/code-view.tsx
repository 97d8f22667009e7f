import { yaml } from '@codemirror/lang-yaml';
import { EditorState } from '@codemirror/state';
import { EditorView, highlightSpecialChars, lineNumbers } from '@codemirror/view';
import { useEffect, useRef } from 'react';
import { codeTheme } from './code-theme.ts';

/** YAML, read-only. Loaded on demand: the editor is the largest part of the application. */
export default function CodeView({ text, label }: { text: string; label: string }) {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (host.current === null) return undefined;
    const view = new EditorView({
      parent: host.current,
      doc: text,
      extensions: [
        EditorState.readOnly.of(true),
        EditorView.editable.of(false),
        EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0' }),
        EditorView.lineWrapping,
        lineNumbers(),
        highlightSpecialChars(),
        yaml(),
        EditorView.theme({ '&': { maxHeight: '30rem' }, '.cm-scroller': { overflow: 'auto' } }),
        codeTheme,
      ],
    });
    return () => view.destroy();
  }, [text, label]);
  return <div ref={host} className="overflow-hidden rounded-md border border-line" />;
}
