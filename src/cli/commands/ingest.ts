import type { Command } from 'commander';
import { IngestResult } from '../../api/query.ts';
import { TrailwatchError } from '../../base/errors.ts';
import { readFileBytes } from '../../pipeline/content.ts';
import { findServer } from '../../server/discovery.ts';
import { decodeLimits, enrichSetup } from '../../server/settings.ts';
import { measurePaths } from '../../sources/files/paths-source.ts';
import { walk } from '../../sources/files/walk.ts';
import { type ApiClient, connect } from '../api-client.ts';
import { addDataOptions, addExample, type DataOptions } from '../common-options.ts';
import { paint } from '../output/paint.ts';
import { progressBar } from '../output/progress-bar.ts';
import { visibleText } from '../output/visible-text.ts';
import { parseLogType } from '../process-paths.ts';
import { loadSettings } from '../load-settings.ts';

interface IngestOptions extends DataOptions {
  readonly type?: string;
  readonly fields?: string;
  readonly json?: boolean;
}

export function addIngestCommand(program: Command): void {
  const command = program
    .command('ingest')
    .description(
      'Store and search for threats in files, folders (recursively) or standard input, once. Interrupted, the same command goes on where it was.',
    )
    .argument(
      '<paths...>',
      'files, folders, or - for standard input; plain, gzip or zstd, any supported format, mixed',
    )
    .option('--type <log-type>', 'skip detection of the format')
    .option('--fields <list>', 'field list of custom flow logs: "version account-id interface-id …"')
    .option('--json', 'end with one JSON object');
  addDataOptions(command);
  addExample(command, 'trailwatch ingest ~/cloudtrail-export/');
  command.action(ingest);
}

async function ingest(paths: readonly string[], options: IngestOptions): Promise<void> {
  const bucket = paths.find((path) => path.startsWith('s3://'));
  if (bucket !== undefined) {
    throw new TrailwatchError('TW_USAGE', `${bucket}: reading from S3 is not available yet`, {
      hint: 'copy the objects to a folder first, with aws s3 sync',
    });
  }
  const type = parseLogType(options.type);
  const settings = await loadSettings(options);
  const outcome =
    findServer(settings.data_dir) === undefined
      ? await ingestHere(paths, options, type, settings)
      : await ingestThere(paths, options);
  print(outcome, options.json === true);
}

interface Outcome {
  readonly result: IngestResult;
  readonly unreadable: readonly string[];
  readonly complete: boolean;
}

async function ingestHere(
  paths: readonly string[],
  options: IngestOptions,
  forcedType: ReturnType<typeof parseLogType>,
  settings: Awaited<ReturnType<typeof loadSettings>>,
): Promise<Outcome> {
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  process.once('SIGTERM', () => stop.abort());
  const [{ openStores }, { ingestPaths }] = await Promise.all([
    import('../../server/open-stores.ts'),
    import('../../pipeline/ingest.ts'),
  ]);
  const stores = await openStores(settings);
  const bar = progressBar('ingesting');
  try {
    const { rules } = await stores.loadRules();
    bar.setTotal((await measurePaths(paths)).bytes);
    let read = 0;
    const { summary, unreadable, complete, resumed } = await ingestPaths({
      paths,
      control: stores.control,
      store: stores.store,
      rules,
      forcedType,
      fieldList: options.fields?.split(/[\s,]+/).filter((name) => name !== ''),
      workers: settings.workers,
      enrich: enrichSetup(settings),
      limits: decodeLimits(settings),
      signal: stop.signal,
      onProgress({ bytes }) {
        bar.add(bytes - read);
        read = bytes;
      },
    });
    bar.end();
    if (resumed) process.stderr.write('trailwatch: went on with a run that had been interrupted\n');
    return { result: summary, unreadable, complete };
  } finally {
    bar.end();
    await stores.close();
  }
}

/** A running server has the data directory: the bytes go to it, one file a request. */
async function ingestThere(paths: readonly string[], options: IngestOptions): Promise<Outcome> {
  const client = await connect(options);
  const bar = progressBar('sending');
  const started = performance.now();
  const sum = { files: 0, records: 0, stored: 0, duplicates: 0, filtered: 0, dead_letters: 0, findings: 0 };
  const unreadable: string[] = [];
  try {
    bar.setTotal((await measurePaths(paths)).bytes);
    for (const path of paths) {
      for await (const { name, content } of path === '-'
        ? [{ name: 'stdin', content: process.stdin }]
        : filesOf(path, bar.add)) {
        const result = await send(client, name, content, options);
        if (result === undefined) unreadable.push(name);
        for (const key of [
          'records',
          'stored',
          'duplicates',
          'filtered',
          'dead_letters',
          'findings',
        ] as const) {
          sum[key] += result?.[key] ?? 0;
        }
        sum.files += 1;
      }
    }
  } finally {
    bar.end();
    await client.close();
  }
  const seconds = Math.round(performance.now() - started) / 1000;
  return { result: { ...sum, seconds }, unreadable, complete: true };
}

async function* filesOf(path: string, onRead: (bytes: number) => void) {
  for await (const file of walk(path))
    yield { name: file.path, content: readFileBytes(file.path, undefined, onRead) };
}

/** Undefined where the file cannot be opened here. */
async function send(
  client: ApiClient,
  name: string,
  content: AsyncIterable<Uint8Array>,
  options: IngestOptions,
): Promise<IngestResult | undefined> {
  const query = new URLSearchParams({
    name,
    ...(options.type !== undefined && { type: options.type }),
    ...(options.fields !== undefined && { fields: options.fields }),
  });
  const bytes = content[Symbol.asyncIterator]();
  let first: IteratorResult<Uint8Array>;
  try {
    first = await bytes.next();
  } catch (error) {
    if (error instanceof TrailwatchError && error.code === 'TW_INPUT_UNREADABLE') return undefined;
    throw error;
  }
  return client.upload(`/api/v1/ingest?${query.toString()}`, chain(first, bytes), IngestResult);
}

async function* chain(
  first: IteratorResult<Uint8Array>,
  rest: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  for (let next = first; next.done !== true; next = await rest.next()) yield next.value;
}

const unreadableShownMax = 20;

function print({ result, unreadable, complete }: Outcome, json: boolean): void {
  for (const path of unreadable.slice(0, unreadableShownMax)) {
    process.stderr.write(
      `trailwatch: ${visibleText(path)} cannot be read: check that it exists and that you may read it\n`,
    );
  }
  if (json) process.stdout.write(`${JSON.stringify(result)}\n`);
  else {
    const rate = result.seconds > 0 ? ` (${Math.round(result.records / result.seconds)} records/s)` : '';
    process.stdout.write(
      `${result.files} files, ${result.records} records in ${result.seconds} s${rate}\n` +
        `${result.records} delivered = ${result.stored} stored + ${result.duplicates} duplicates + ` +
        `${result.filtered} filtered + ${result.dead_letters} dead letters\n` +
        `${paint(result.findings > 0 ? 'bold' : 'dim', `${result.findings} findings`)}\n`,
    );
    if (result.dead_letters > 0) process.stdout.write('see why: trailwatch deadletters list\n');
    if (!complete) process.stdout.write('stopped: the same command goes on where this one was\n');
  }
  const nothingRead = result.files > 0 && unreadable.length === result.files;
  process.exitCode = nothingRead ? 2 : result.dead_letters > 0 || unreadable.length > 0 || !complete ? 1 : 0;
}
