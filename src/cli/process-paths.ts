import type { Detector } from '../detect/detector.ts';
import type { EventColumns } from '../event/event.ts';
import { isLogType, type LogType } from '../event/log-types.ts';
import { defaultDecodeLimits } from '../parsers/parser.ts';
import { readFileBytes } from '../pipeline/content.ts';
import { type Processed, processObject } from '../pipeline/process.ts';
import { walk } from '../sources/files/walk.ts';
import { TrailwatchError } from '../base/errors.ts';
import { progressBar } from './output/progress-bar.ts';

export interface ProcessPathsOptions {
  readonly detector?: Detector | undefined;
  readonly forcedType?: LogType | undefined;
  readonly fieldList?: readonly string[] | undefined;
  readonly enrich: (columns: EventColumns) => void;
}

export interface ProcessedObject {
  readonly object: string;
  readonly results: AsyncIterable<readonly Processed[]>;
}

/** Objects below the paths, one after the other, in name order; `-` is standard input. Nothing is stored. */
export async function* processPaths(
  paths: readonly string[],
  options: ProcessPathsOptions,
): AsyncGenerator<ProcessedObject> {
  const read = progressBar('reading');
  const process_ = (
    object: string,
    content: AsyncIterable<Uint8Array>,
    modifiedMs: number,
  ): ProcessedObject => {
    const { results } = processObject({
      ...options,
      content,
      name: object,
      modifiedMs,
      limits: defaultDecodeLimits,
    });
    return { object, results };
  };
  try {
    for (const path of paths) {
      if (path === '-') yield process_('stdin', process.stdin, Date.now());
      else
        for await (const file of walk(path)) {
          yield process_(file.path, readFileBytes(file.path, undefined, read.add), file.modifiedMs);
        }
    }
  } finally {
    read.end();
  }
}

/** Sums what commands without a store report at their end. */
export class Tally {
  objects = 0;
  records = 0;
  deadLetters = 0;
  unreadable = 0;

  /** Exit status of the contract: 1 where some input ended in dead letters, 2 where nothing could be read. */
  get exitCode(): 0 | 1 | 2 {
    if (this.deadLetters === 0) return 0;
    return this.records === 0 && this.unreadable === this.objects ? 2 : 1;
  }
}

export function parseLogType(name: string | undefined): LogType | undefined {
  if (name === undefined) return undefined;
  if (isLogType(name)) return name;
  throw new TrailwatchError('TW_TYPE_UNKNOWN', `'${name}' is no log type`, {
    hint: 'docs/reference/columns.md lists them, such as aws.cloudtrail',
  });
}
