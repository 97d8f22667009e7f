import { type Config, loadConfig } from '../config/load-config.ts';
import type { DataOptions } from './common-options.ts';

/** trailwatch.yaml, environment and command line, in rising order of precedence. */
export async function loadSettings(options: DataOptions): Promise<Config> {
  return loadConfig({ path: options.config, dataDir: options.dataDir, env: process.env, cwd: process.cwd() });
}
