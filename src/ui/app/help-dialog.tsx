import { Modal } from '../parts/modal.tsx';

const groups: readonly (readonly [
  title: string,
  keys: readonly (readonly [keys: string, does: string])[],
])[] = [
  [
    'Anywhere',
    [
      ['g o', 'Overview'],
      ['g f', 'Findings'],
      ['g e', 'Events'],
      ['Ctrl K', 'Go to a page, a range or a value'],
      ['/', 'Search'],
      ['r', 'Refresh'],
      ['?', 'This help'],
    ],
  ],
  [
    'Tables',
    [
      ['j  k', 'Next and previous row'],
      ['Home  End', 'First and last row'],
      ['Enter', 'Open the row'],
      ['Esc', 'Close the panel'],
    ],
  ],
  [
    'Histogram',
    [
      ['drag', 'Zoom into a stretch of time'],
      ['Alt ←', 'Back: every view is in the address bar'],
    ],
  ],
  [
    'SQL',
    [
      ['Ctrl Enter', 'Run'],
      ['Ctrl Space', 'Complete'],
    ],
  ],
];

export default function HelpDialog({ onClose }: { onClose: () => void }) {
  return (
    <Modal title="Help and shortcuts" onClose={onClose}>
      <div className="grid gap-x-8 gap-y-5 overflow-y-auto p-4 sm:grid-cols-2">
        {groups.map(([title, keys]) => (
          <section key={title} aria-label={title}>
            <h3 className="mb-1.5 text-xs font-semibold text-muted">{title}</h3>
            <dl className="flex flex-col gap-1">
              {keys.map(([key, does]) => (
                <div key={key} className="flex items-center justify-between gap-3">
                  <dd>{does}</dd>
                  <dt>
                    <kbd className="rounded border border-line-strong bg-raised px-1.5 py-0.5 font-mono text-2xs whitespace-pre">
                      {key}
                    </kbd>
                  </dt>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <p className="border-t border-line px-4 py-3 text-muted">
        Times are UTC; hover for your own zone. Characters that would be invisible, or would reorder text, are
        shown as marks such as{' '}
        <span className="rounded-[3px] bg-mark-fill px-1 font-mono text-mark">U+202E</span>.
      </p>
    </Modal>
  );
}
