import { resolve } from 'node:path';
import { hash128Hex } from '../../base/ids.ts';
import type { Run } from '../../control/control.ts';
import type { DeliveryCounts } from '../../event/delivery-counts.ts';
import type { LogType } from '../../event/log-types.ts';
import type { Delivery, DeliveryContent, DeliveryEnd, Source } from '../source.ts';
import { byDay } from './by-day.ts';
import { walk } from './walk.ts';

export interface PathsSourceOptions {
  /** The ledger's `source`. */
  readonly name: string;
  /** Files and folders; `-` is standard input. */
  readonly paths: readonly string[];
  readonly stdin: AsyncIterable<Uint8Array>;
  readonly run: Pick<Run, 'id' | 'resumed' | 'finished' | 'startedMs'>;
  readonly forcedType?: LogType | undefined;
  readonly fieldList?: readonly string[] | undefined;
  /** An object that an earlier life of this run has finished is not read again. */
  onSkipped(counts: DeliveryCounts, bytes: number): void;
  /** Resolves when the run remembers that the object is finished. */
  onFinished(deliveryId: string, object: string, counts: DeliveryCounts, end: DeliveryEnd): Promise<void>;
}

/**
 * Reads each path once. A delivery's id comes from the run and from the file's path, size and time: the same after a crash,
 * another one when the file was changed meanwhile. Standard input cannot be read again, so runs with it are never resumed.
 */
export function createPathsSource(options: PathsSourceOptions): Source {
  const { name, run, forcedType, fieldList } = options;

  function delivery(
    id: string,
    object: string,
    modifiedMs: number,
    bytes: number | null,
    content: DeliveryContent,
  ): Delivery {
    return {
      source: name,
      object,
      deliveryId: id,
      resumed: run.resumed,
      modifiedMs: modifiedMs === 0 ? run.startedMs : modifiedMs,
      bytes,
      content,
      forcedType,
      fieldList,
      ack: (counts, end) => options.onFinished(id, object, counts, end),
    };
  }

  return {
    name,
    async *deliveries(signal) {
      for (const [index, argument] of options.paths.entries()) {
        if (signal.aborted) return;
        if (argument === '-') {
          const id = hash128Hex('run', run.id, `${index}`, 'stdin');
          yield delivery(id, 'stdin', run.startedMs, null, { kind: 'stream', stream: options.stdin });
          continue;
        }
        for await (const file of byDay(walk(argument))) {
          if (signal.aborted) return;
          const id = hash128Hex(
            'run',
            run.id,
            `${index}`,
            resolve(file.path),
            `${file.bytes}`,
            `${file.modifiedMs}`,
          );
          const finished = run.finished.get(id);
          if (finished === undefined) {
            yield delivery(id, file.path, file.modifiedMs, file.bytes, { kind: 'file', path: file.path });
          } else {
            options.onSkipped(finished.counts, file.bytes);
          }
        }
      }
    },
  };
}

/** What there is to read, for progress bars. */
export async function measurePaths(
  paths: readonly string[],
): Promise<{ readonly files: number; readonly bytes: number }> {
  let files = 0;
  let bytes = 0;
  for (const path of paths) {
    if (path === '-') continue;
    for await (const file of walk(path)) {
      files += 1;
      bytes += file.bytes;
    }
  }
  return { files, bytes };
}
