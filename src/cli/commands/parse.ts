import type { Command } from 'commander';
import { coreColumns } from '../../event/core-columns.ts';
import type { Event } from '../../event/event.ts';
import { createEnricher } from '../../normalize/enrich/enricher.ts';
import type { Processed } from '../../pipeline/process.ts';
import { addExample } from '../common-options.ts';
import { reportDeadLetter } from '../output/report-dead-letter.ts';
import { writeLine } from '../output/write-line.ts';
import { parseLogType, processPaths, Tally } from '../process-paths.ts';

interface ParseOptions {
  readonly type?: string;
  readonly fields?: string;
}

export function addParseCommand(program: Command): void {
  const command = program
    .command('parse')
    .description('Print normalised events as NDJSON: every core column, log_type and raw. Nothing is stored.')
    .argument(
      '<paths...>',
      'files, folders, or - for standard input; plain, gzip or zstd, any supported format, mixed',
    )
    .option('--type <log-type>', 'skip detection of the format')
    .option('--fields <list>', 'field list of custom flow logs: "version account-id interface-id …"')
    .option('--json', 'the default: one JSON object a line');
  addExample(command, 'trailwatch parse my-logs/ | head -1');
  command.action(parse);
}

async function parse(paths: readonly string[], options: ParseOptions): Promise<void> {
  const enricher = await createEnricher({});
  const tally = new Tally();
  const objects = processPaths(paths, {
    forcedType: parseLogType(options.type),
    fieldList: options.fields?.split(/[\s,]+/).filter((name) => name !== ''),
    enrich: (columns) => enricher.enrich(columns),
  });
  for await (const { object, results } of objects) {
    tally.objects += 1;
    for await (const batch of results) for (const result of batch) await print(object, result, tally);
  }
  process.exitCode = tally.exitCode;
}

async function print(object: string, result: Processed, tally: Tally): Promise<void> {
  if (result.kind === 'dead_letter') return reportDeadLetter(object, result.deadLetter, tally);
  tally.records += 1;
  await writeLine(JSON.stringify(coreColumnsOf(result.event)));
}

/** The event as the store would show it; `ingested_at` is absent, since nothing is taken in. */
function coreColumnsOf({ logType, columns, raw }: Event): Record<string, unknown> {
  const values: Record<string, unknown> = {
    ...columns,
    time: columns.time === null ? '' : new Date(columns.time).toISOString(),
    ingested_at: '',
    log_type: logType,
    raw: Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength).toString('utf8'),
  };
  return Object.fromEntries(coreColumns.map(({ name }) => [name, values[name]]));
}
