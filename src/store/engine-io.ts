import { buffer } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import { durableInsertSettings } from './engine/clients.ts';
import type { Engine } from './engine/engine.ts';
import { withRetries } from './retry.ts';

/** Statements of the commit path, in binary both ways: no log content ever becomes SQL text. */
export interface EngineIo {
  readonly engine: Engine;
  readonly signal: AbortSignal;
}

export interface BinaryInsert {
  readonly table: string;
  readonly columns: readonly string[];
  /** Rows in RowBinary, in pieces cut anywhere. */
  readonly parts: readonly Uint8Array[];
  /** Equal for equal rows of equal deliveries and only then: a repeated insert changes nothing. */
  readonly token: string;
}

/** Resolves when the rows are on disk, on every shard. */
export async function insertBinary({ engine, signal }: EngineIo, insert: BinaryInsert): Promise<void> {
  if (insert.parts.every(({ length }) => length === 0)) return;
  const names = insert.columns.map((name) => `\`${name}\``).join(', ');
  await withRetries(`writing ${insert.table}`, signal, async () => {
    const { stream } = await engine.app.exec({
      query: `INSERT INTO ${engine.database}.${insert.table} (${names}) FORMAT RowBinary`,
      values: Readable.from(insert.parts, { objectMode: false }),
      clickhouse_settings: {
        ...durableInsertSettings,
        insert_deduplication_token: insert.token,
        max_partitions_per_insert_block: '0',
      },
    });
    await buffer(stream);
  });
}

/** The answer of a query that says `FORMAT RowBinary`; bounded by the number of keys it asks for. */
export async function queryBinary(
  { engine, signal }: EngineIo,
  doing: string,
  query: string,
): Promise<Buffer> {
  return await withRetries(doing, signal, async () => {
    const { stream } = await engine.app.exec({
      query,
      clickhouse_settings: {
        max_query_size: '67108864',
        wait_end_of_query: 1,
        max_execution_time: 120,
      },
    });
    return await buffer(stream);
  });
}

/** An SQL expression for a set of UUIDs, given as bytes in the order of their text: one literal, whatever their number. */
export function uuidSet(ids: readonly Uint8Array[]): string {
  const swapped = Buffer.concat(ids);
  for (let at = 0; at < swapped.length; at += 8) swapped.subarray(at, at + 8).reverse();
  return (
    `(SELECT reinterpretAsUUID(substring(unhex('${swapped.toString('hex')}'), number * 16 + 1, 16)) ` +
    `FROM numbers(${ids.length}))`
  );
}

/** 16 bytes at `at`, as the engine writes a UUID, in the order of the UUID's text. */
export function readUuid(bytes: Buffer, at: number): Buffer {
  const id = Buffer.from(bytes.subarray(at, at + 16));
  id.subarray(0, 8).reverse();
  id.subarray(8, 16).reverse();
  return id;
}

/** Text is safe inside quotes: log types and table names only, never log content. */
export function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
