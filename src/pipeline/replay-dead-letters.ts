import { hash128Hex } from '../base/ids.ts';
import { type DecodeLimits, defaultDecodeLimits } from '../parsers/parser.ts';
import type { DeliveryCounts } from '../event/delivery-counts.ts';
import { createSelect } from '../store/read/create-select.ts';
import { allOf, oneOf } from '../store/read/select.ts';
import type { OpenStore } from '../store/open-store.ts';
import { addCounts, noCounts } from './counts.ts';
import type { Pipeline } from './pipeline.ts';
import { processObject } from './process.ts';

export interface ReplayOptions {
  readonly pipeline: Pick<Pipeline, 'submit'>;
  readonly store: Pick<OpenStore, 'engine'>;
  /** Which; all where absent. */
  readonly ids?: readonly string[] | undefined;
  readonly code?: string | undefined;
  readonly limits?: DecodeLimits | undefined;
}

export interface ReplayCounts {
  /** Read without error this time. */
  readonly replayed: number;
  readonly stored: number;
  readonly duplicates: number;
  /** Still dead letters: kept as they are. */
  readonly dead_letters: number;
}

interface Kept {
  readonly id: string;
  readonly source: string;
  readonly object: string;
  readonly base64: string;
  readonly bytes_total: number | null;
  readonly at: string;
}

const pageRows = 200;

/**
 * Reads dead letters again, after a fix of the parser or with other limits. One that is still not readable stays as it is; the others
 * go through the pipeline under a delivery id made from their own. That delivery in the ledger is the mark that a dead letter has been
 * replayed: it is left out from then on.
 * Dead letters without their whole bytes (an object that could not be opened, a record cut at the limit) cannot be replayed.
 */
export async function replayDeadLetters(options: ReplayOptions): Promise<ReplayCounts> {
  let counts = noCounts;
  let replayed = 0;
  let failed = 0;
  for await (const page of pages(options)) {
    const readable: Kept[] = [];
    const done = await alreadyReplayed(page, options.store);
    for (const letter of page) {
      if (done.has(replayDeliveryId(letter.id))) continue;
      if (await isReadable(letter, options.limits ?? defaultDecodeLimits)) readable.push(letter);
      else failed += 1;
    }
    const results = await Promise.all(readable.map((letter) => submit(letter, options.pipeline)));
    counts = results.reduce(addCounts, counts);
    replayed += readable.length;
  }
  return { replayed, stored: counts.stored, duplicates: counts.duplicates, dead_letters: failed };
}

async function* pages({ store, ids, code }: ReplayOptions): AsyncIterable<readonly Kept[]> {
  const select = createSelect(store.engine);
  let after = '';
  for (;;) {
    const where = allOf(
      ['id > {after: String}', { after }],
      oneOf('id', 'ids', ids),
      oneOf('code', 'codes', code === undefined ? undefined : [code]),
    );
    const page = await select<Kept>(
      `SELECT id, source, object, base64Encode(bytes) AS base64, bytes_total, at FROM dead_letters
       WHERE ${where.sql} ORDER BY id LIMIT {rows: UInt32}`,
      { ...where.parameters, rows: pageRows },
    );
    const last = page.at(-1);
    if (last === undefined) return;
    yield page;
    after = last.id;
  }
}

/** Tried first without storing anything, so that a failure leaves no second dead letter behind. */
async function isReadable(letter: Kept, limits: DecodeLimits): Promise<boolean> {
  const bytes = Buffer.from(letter.base64, 'base64');
  if (bytes.length === 0 || letter.bytes_total !== bytes.length) return false;
  const { results } = processObject({
    content: once(bytes),
    name: letter.object,
    modifiedMs: 0,
    limits,
    enrich: () => undefined,
  });
  let events = 0;
  for await (const batch of results) {
    if (batch.some(({ kind }) => kind === 'dead_letter')) return false;
    events += batch.length;
  }
  return events > 0;
}

function submit(letter: Kept, pipeline: ReplayOptions['pipeline']): Promise<DeliveryCounts> {
  return pipeline.submit({
    source: letter.source,
    object: letter.object,
    deliveryId: replayDeliveryId(letter.id),
    resumed: true,
    modifiedMs: Date.parse(letter.at),
    bytes: null,
    content: { kind: 'bytes', bytes: Buffer.from(letter.base64, 'base64') },
    ack: () => Promise.resolve(),
  });
}

/** 32 hex digits: the ledger has a delivery of this id once the dead letter has been replayed. */
export function replayDeliveryId(deadLetterId: string): string {
  return hash128Hex('replay', deadLetterId);
}

async function alreadyReplayed(
  page: readonly Kept[],
  store: ReplayOptions['store'],
): Promise<ReadonlySet<string>> {
  const rows = await createSelect(store.engine)<{ readonly id: string }>(
    `SELECT DISTINCT replaceAll(toString(delivery), '-', '') AS id FROM ledger_entries
     WHERE delivery IN {deliveries: Array(UUID)} LIMIT {rows: UInt32}`,
    { deliveries: page.map(({ id }) => uuidOf(replayDeliveryId(id))), rows: page.length },
  );
  return new Set(rows.map(({ id }) => id));
}

function uuidOf(hex: string): string {
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

async function* once(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  yield bytes;
}
