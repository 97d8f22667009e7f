import type { FoundFile } from './walk.ts';

/** Files looked at together: bounds memory, and is more than most folders hold. */
const windowFiles = 100_000;

/** `…/2026/11/21/…`, as AWS lays out its objects, or `2026-11-21` or `20261121T` in a name. */
const dayInPath = /(?:^|[/\\_=-])(20\d{2})([/\\-]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?=[/\\T_.-]|$)/;

/**
 * The same files, those of one day together, the earliest day first, else in the order they came.
 * AWS sorts objects by account, then region, then day; the store keeps a part for each day that a commit touches, so that reading
 * in that order made commits over many days: a third more work for the engine, measured.
 */
export async function* byDay(files: AsyncIterable<FoundFile>): AsyncGenerator<FoundFile> {
  let window: FoundFile[] = [];
  for await (const file of files) {
    window.push(file);
    if (window.length === windowFiles) {
      yield* sorted(window);
      window = [];
    }
  }
  yield* sorted(window);
}

function sorted(files: readonly FoundFile[]): FoundFile[] {
  return files
    .map((file) => ({ file, day: dayOf(file.path) }))
    .toSorted((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0))
    .map(({ file }) => file);
}

/** `20261121`; '' where the path names no day. */
export function dayOf(path: string): string {
  const match = dayInPath.exec(path);
  return match === null ? '' : `${match[1]}${match[3]}${match[4]}`;
}
