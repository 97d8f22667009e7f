import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Root of the project. */
export const projectRoot = join(import.meta.dirname, '..', '..');

/** Real logs kept beside the project, not in it. */
export const sharedData = join(projectRoot, '..', 'shared', 'data');

/** Where a browser may be; CHROMIUM_PATH wins. */
export const chromiumPath = [
  process.env.CHROMIUM_PATH,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
].find((path) => path !== undefined && existsSync(path));

const parts = {
  'shared data': [existsSync(sharedData), 'the folder ../shared/data is absent'],
  chromium: [chromiumPath !== undefined, 'no Chromium found: install it or set CHROMIUM_PATH'],
  'embedded engine': [
    process.platform === 'linux' && process.arch === 'x64',
    'the embedded engine is packaged for Linux x64 here',
  ],
} as const;

/**
 * `test('…', { skip: skipWithout('chromium') }, …)`: the printed reason on a machine without the part, false with it.
 * In CI (CI=true) a missing part is an error: nothing is skipped there.
 */
export function skipWithout(part: keyof typeof parts): string | false {
  const [present, reason] = parts[part];
  if (present) return false;
  if (process.env.CI === 'true') throw new Error(`CI must not skip: ${reason}`);
  return reason;
}
