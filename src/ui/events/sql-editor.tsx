import { autocompletion, closeBrackets, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { sql, StandardSQL } from '@codemirror/lang-sql';
import { Prec } from '@codemirror/state';
import { EditorView, highlightSpecialChars, keymap, lineNumbers, placeholder } from '@codemirror/view';
import { useEffect, useRef } from 'react';
import { coreColumns } from '../../event/core-columns.ts';
import { codeTheme } from '../parts/code-theme.ts';

export interface SqlEditorProps {
  readonly value: string;
  readonly onChange: (text: string) => void;
  readonly onRun: () => void;
}

const tables = {
  events: [...coreColumns.map(({ name }) => name), 'id', 'delivery', 'entities', 'event'],
  findings: ['id', 'rule', 'rule_name', 'severity', 'time', 'account_id', 'actor', 'src_ip', 'sentence'],
  ledger: [
    'source',
    'account_id',
    'region',
    'log_type',
    'hour',
    'delivered',
    'stored',
    'duplicates',
    'filtered',
    'dead_letters',
  ],
  dead_letters: ['source', 'object', 'code', 'message', 'at'],
};

/** The SQL box. Tab leaves it, as in any other field. */
export default function SqlEditor({ value, onChange, onRun }: SqlEditorProps) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  const latest = useRef({ value, onChange, onRun });
  latest.current = { value, onChange, onRun };
  useEffect(() => {
    if (host.current === null) return undefined;
    const run = () => {
      latest.current.onRun();
      return true;
    };
    const editor = new EditorView({
      parent: host.current,
      doc: latest.current.value,
      extensions: [
        Prec.highest(
          keymap.of([
            { key: 'Mod-Enter', run },
            { key: 'Ctrl-Enter', run },
          ]),
        ),
        keymap.of([...completionKeymap, ...historyKeymap, ...defaultKeymap]),
        history(),
        lineNumbers(),
        closeBrackets(),
        autocompletion(),
        highlightSpecialChars(),
        placeholder('SELECT …'),
        sql({ dialect: StandardSQL, schema: tables, upperCaseKeywords: true }),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ 'aria-label': 'SQL', 'data-shortcut': 'search' }),
        EditorView.theme({
          '&': { maxHeight: '38vh', minHeight: '7.5rem' },
          '.cm-scroller': { overflow: 'auto' },
        }),
        EditorView.updateListener.of(({ docChanged, state }) => {
          if (docChanged) latest.current.onChange(state.doc.toString());
        }),
        codeTheme,
      ],
    });
    view.current = editor;
    return () => editor.destroy();
  }, []);
  useEffect(() => {
    const editor = view.current;
    if (editor === null || editor.state.doc.toString() === value) return;
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: value } });
  }, [value]);
  return <div ref={host} className="overflow-hidden rounded-md border border-line-strong" />;
}
