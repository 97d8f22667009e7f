import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { TrailwatchError } from '../../base/errors.ts';

const packages: Readonly<Record<string, string>> = {
  'linux-x64': '@chdb/lib-linux-x64-gnu',
  'linux-arm64': '@chdb/lib-linux-arm64-gnu',
  'darwin-x64': '@chdb/lib-darwin-x64',
  'darwin-arm64': '@chdb/lib-darwin-arm64',
};

/** Path of the engine's shared library; throws TW_ENGINE_UNSUPPORTED where this platform has none. */
export function findEngineLibrary(platform = `${process.platform}-${process.arch}`): string {
  const name = Object.hasOwn(packages, platform) ? packages[platform] : undefined;
  if (name === undefined) throw unsupported(`The embedded engine does not run on ${platform}.`);
  try {
    const found = createRequire(import.meta.url).resolve(`${name}/package.json`);
    return join(dirname(found), 'libchdb.so');
  } catch (cause) {
    throw unsupported(`The embedded engine's package ${name} is not installed.`, cause);
  }
}

function unsupported(message: string, cause?: unknown): TrailwatchError {
  const hint =
    'Set engine.url in trailwatch.yaml to a ClickHouse server, or use Linux (glibc) or macOS on x64 or arm64, installed with optional dependencies.';
  return new TrailwatchError('TW_ENGINE_UNSUPPORTED', message, { hint, cause });
}
