import type { Command } from 'commander';

/** Options of every command that touches a data directory. */
export interface DataOptions {
  readonly dataDir?: string;
  readonly config?: string;
}

export function addDataOptions(command: Command): Command {
  return command
    .option('--data-dir <dir>', 'where data is kept (default: ./data, or TRAILWATCH_DATA_DIR)')
    .option('--config <file>', 'configuration (default: ./trailwatch.yaml if present)');
}

/** An example at the end of `--help`. */
export function addExample(command: Command, ...lines: readonly string[]): Command {
  return command.addHelpText('after', `\nExample:\n${lines.map((line) => `  $ ${line}`).join('\n')}`);
}

/** Collects an option that may be given several times. */
export function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}
