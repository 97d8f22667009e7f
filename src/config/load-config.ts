import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { TrailwatchError } from '../base/errors.ts';
import { parseConfig } from './parse-config.ts';
import type { ConfigFile } from './schema.ts';

export interface LoadConfigOptions {
  /** `--config`; a missing file is then an error. Without it `./trailwatch.yaml` is read if it is there. */
  readonly path?: string | undefined;
  /** `--data-dir`. */
  readonly dataDir?: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
}

/** The file as parsed, its paths absolute, with what the environment and the command line say. */
export interface Config extends ConfigFile {
  /** Undefined where no file was read. */
  readonly file: string | undefined;
  /** From TRAILWATCH_ADMIN_TOKEN. */
  readonly adminToken: string | undefined;
  /** From the variable that `engine.password_env` names. */
  readonly enginePassword: string | undefined;
  /** From the variable that `engine.people_password_env` names. */
  readonly peoplePassword: string | undefined;
}

const fileBytesMax = 1024 ** 2;

/** Throws TW_CONFIG_INVALID, naming file, line, column and the fix, and nothing else. */
export async function loadConfig(options: LoadConfigOptions): Promise<Config> {
  const { env, cwd } = options;
  const file = resolve(cwd, options.path ?? 'trailwatch.yaml');
  const text = await readConfig(file, options.path !== undefined);
  const parsed = parseConfig(text ?? '', file);
  const base = dirname(file);
  const fromOutside = options.dataDir ?? nonEmpty(env['TRAILWATCH_DATA_DIR']);
  return {
    ...parsed,
    data_dir: fromOutside === undefined ? resolve(base, parsed.data_dir) : resolve(cwd, fromOutside),
    sources: parsed.sources.map((source) => ({ ...source, path: resolve(base, source.path) })),
    rules: { ...parsed.rules, paths: parsed.rules.paths.map((path) => resolve(base, path)) },
    geoip: {
      ...parsed.geoip,
      path: parsed.geoip.path === undefined ? undefined : resolve(base, parsed.geoip.path),
      asn_path: parsed.geoip.asn_path === undefined ? undefined : resolve(base, parsed.geoip.asn_path),
    },
    file: text === undefined ? undefined : file,
    adminToken: nonEmpty(env['TRAILWATCH_ADMIN_TOKEN']),
    enginePassword: passwordOf(parsed, 'password_env', env, file),
    peoplePassword: passwordOf(parsed, 'people_password_env', env, file),
  };
}

async function readConfig(file: string, required: boolean): Promise<string | undefined> {
  let content: Buffer;
  try {
    content = await readFile(file);
  } catch (cause) {
    const missing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
    if (missing && !required) return undefined;
    throw new TrailwatchError('TW_CONFIG_INVALID', missing ? 'no such file' : 'cannot be read', {
      hint: 'Check the path given with --config, and that you may read it.',
      at: { file },
      cause,
    });
  }
  if (content.length > fileBytesMax) {
    throw new TrailwatchError('TW_CONFIG_INVALID', 'is larger than 1 MiB', {
      hint: 'Check that --config names the right file.',
      at: { file },
    });
  }
  return content.toString('utf8');
}

function passwordOf(
  parsed: ConfigFile,
  key: 'password_env' | 'people_password_env',
  env: LoadConfigOptions['env'],
  file: string,
): string | undefined {
  const name = parsed.engine[key];
  if (name === undefined) return undefined;
  const password = env[name];
  if (password !== undefined) return password;
  throw new TrailwatchError('TW_CONFIG_INVALID', `engine.${key} names ${name}, which is not set`, {
    hint: `Set the environment variable ${name}.`,
    at: { file },
  });
}

function nonEmpty(text: string | undefined): string | undefined {
  return text === '' ? undefined : text;
}
