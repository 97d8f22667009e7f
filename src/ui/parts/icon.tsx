/** Our own line icons on a 16-unit grid. */
const paths = {
  overview: 'M2.5 9.5 5.5 6l2.5 2.5L13.5 3M2.5 13.5h11',
  findings: 'M8 1.8 13.2 4v3.6c0 3.2-2.1 5.4-5.2 6.6-3.1-1.2-5.2-3.4-5.2-6.6V4L8 1.8ZM8 5.2v3.3M8 10.8v.1',
  events: 'M2.5 4h11M2.5 8h11M2.5 12h7',
  sun: 'M8 10.8a2.8 2.8 0 1 0 0-5.6 2.8 2.8 0 0 0 0 5.6ZM8 1.5v1.3M8 13.2v1.3M1.5 8h1.3M13.2 8h1.3M3.4 3.4l.9.9M11.7 11.7l.9.9M3.4 12.6l.9-.9M11.7 4.3l.9-.9',
  moon: 'M13.3 9.6A5.8 5.8 0 0 1 6.4 2.7a5.8 5.8 0 1 0 6.9 6.9Z',
  system: 'M2 3h12v8H2V3ZM6 13.5h4M8 11v2.5',
  help: 'M8 14.2A6.2 6.2 0 1 0 8 1.8a6.2 6.2 0 0 0 0 12.4ZM6.2 6.3a1.9 1.9 0 1 1 2.7 1.8c-.6.3-.9.7-.9 1.3M8 11.5v.1',
  signOut: 'M6.5 2.5H3v11h3.5M7 8h6.5M11 5.5 13.5 8 11 10.5',
  right: 'm6 3.5 4.5 4.5L6 12.5',
  down: 'm3.5 6 4.5 4.5L12.5 6',
  left: 'M10 3.5 5.5 8l4.5 4.5',
  copy: 'M5.5 5.5h8v8h-8v-8ZM3 10.5h-.5v-8h8V3',
  check: 'm3 8.5 3.2 3.2L13 4.8',
  close: 'm3.5 3.5 9 9M12.5 3.5l-9 9',
  search: 'M7 11.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9ZM10.3 10.3l3.4 3.4',
  refresh: 'M13.5 8a5.5 5.5 0 1 1-1.7-4M13.5 1.8V4.5h-2.7',
  columns: 'M2.5 2.5h11v11h-11v-11ZM6.2 2.5v11M9.8 2.5v11',
  play: 'M4.5 2.8v10.4L13 8 4.5 2.8Z',
  stop: 'M4 4h8v8H4V4Z',
  download: 'M8 2v8M4.8 7 8 10.2 11.2 7M2.5 13.5h11',
  external: 'M9 2.5h4.5V7M13.5 2.5 7.5 8.5M6 3H3v10h10v-3',
  zoomOut: 'M7 11.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9ZM10.3 10.3l3.4 3.4M5 7h4',
  clock: 'M8 14.2A6.2 6.2 0 1 0 8 1.8a6.2 6.2 0 0 0 0 12.4ZM8 4.5V8l2.3 1.6',
  link: 'M6.8 9.2 9.2 6.8M7.2 4.6l1.2-1.2a3 3 0 0 1 4.2 4.2l-1.2 1.2M8.8 11.4l-1.2 1.2a3 3 0 0 1-4.2-4.2l1.2-1.2',
  warning: 'M8 2 14.5 13.5h-13L8 2ZM8 6.3v3.4M8 11.6v.1',
  inbox: 'M2 9.5 4 3h8l2 6.5v4H2v-4ZM2 9.5h3.6l.9 1.6h3l.9-1.6H14',
  filter: 'M2 3h12L9.3 8.6v4.6l-2.6-1.4V8.6L2 3Z',
  code: 'M5.5 4.5 2 8l3.5 3.5M10.5 4.5 14 8l-3.5 3.5',
  command:
    'M5.5 5.5h5v5h-5v-5ZM5.5 5.5H4A1.5 1.5 0 1 1 5.5 4v1.5ZM10.5 5.5V4A1.5 1.5 0 1 1 12 5.5h-1.5ZM10.5 10.5H12a1.5 1.5 0 1 1-1.5 1.5v-1.5ZM5.5 10.5V12A1.5 1.5 0 1 1 4 10.5h1.5Z',
} as const;

export type IconName = keyof typeof paths;

export function Icon({ name, size = 16, className }: { name: IconName; size?: number; className?: string }) {
  return (
    <svg
      aria-hidden="true"
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.4"
      strokeLinecap="round"
      strokeLinejoin="round"
      className={`shrink-0 ${className ?? ''}`}
    >
      <path d={paths[name]} />
    </svg>
  );
}

export function Logo({ size = 22 }: { size?: number }) {
  return (
    <svg aria-hidden="true" width={size} height={size} viewBox="0 0 16 16" className="shrink-0">
      <rect width="16" height="16" rx="4" fill="var(--accent-solid)" />
      <path
        d="M3 11.5 6.2 7l2.6 2.6L13 4.5"
        fill="none"
        stroke="#fff"
        strokeWidth="1.7"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
