import assert from 'node:assert/strict';
import { idBytes } from '../base/ids.ts';
import type { EncodedRows, LedgerGroup } from '../event/chunk.ts';
import type { Event } from '../event/event.ts';
import { RowBuffer } from './row-buffer.ts';
import { timeMsMax, timeMsMin } from './schema/events-columns.ts';

export interface RowEncoderOptions {
  /** 32 hex digits. */
  readonly deliveryId: string;
}

/**
 * Turns the events of one delivery into rows for the engine. After `finish` it starts the next chunk, empty.
 * Not shared between threads; holds one growing buffer, whose bytes `finish` hands out as a copy of exact size.
 */
export interface RowEncoder {
  /**
   * Returns the row's index in this chunk. `id` is 16 bytes. `fallbackTimeMs` stands in where the record names no time.
   * Copies all it needs: the event's `raw` may be reused afterwards.
   */
  add(event: Event, id: Uint8Array, fallbackTimeMs: number, ingestedAtMs: number): number;
  /** Rows and raw bytes so far, to tell when a chunk is full. */
  readonly rows: number;
  readonly rawBytes: number;
  finish(): EncodedRows;
}

const hourMs = 3_600_000;
const ledgerGroupsMax = 65_536;

export function createRowEncoder(options: RowEncoderOptions): RowEncoder {
  const delivery = Buffer.from(options.deliveryId, 'hex');
  assert.equal(delivery.length, idBytes, 'a delivery id is 32 hex digits');
  return new ChunkEncoder(delivery);
}

/** Writes the index of the chunk into each of its rows, in place: it is their last column. */
export function stampChunkIndex(rows: EncodedRows, index: number): void {
  const view = new DataView(rows.bytes.buffer, rows.bytes.byteOffset, rows.bytes.byteLength);
  for (let row = 1; row <= rows.count; row++) {
    const end = rows.offsets[row];
    assert.ok(end !== undefined);
    view.setUint32(end - 4, index, true);
  }
}

class ChunkEncoder implements RowEncoder {
  readonly #delivery: Buffer;
  readonly #buffer = new RowBuffer(16 * 1024);
  readonly #groups = new LedgerGroups();
  #offsets: number[] = [0];
  #ids = new RowBuffer(1024);
  #timesMs: number[] = [];
  #untimed: number[] = [];
  #rawBytesOf: number[] = [];
  #groupOf: number[] = [];
  rawBytes = 0;

  constructor(delivery: Buffer) {
    this.#delivery = delivery;
  }

  get rows(): number {
    return this.#timesMs.length;
  }

  add(event: Event, id: Uint8Array, fallbackTimeMs: number, ingestedAtMs: number): number {
    const row = this.#timesMs.length;
    const { time, account_id, region } = event.columns;
    const timed = time !== null && Number.isFinite(time);
    const timeMs = clampTime(timed ? time : fallbackTimeMs);
    this.#writeRow(event, id, timeMs, ingestedAtMs);
    this.#offsets.push(this.#buffer.length);
    this.#ids.bytes(id);
    this.#timesMs.push(timeMs);
    this.#untimed.push(timed ? 0 : 1);
    this.#rawBytesOf.push(event.raw.length);
    this.#groupOf.push(
      this.#groups.indexOf(account_id, region, event.logType, Math.floor(timeMs / hourMs) * hourMs),
    );
    this.rawBytes += event.raw.length;
    return row;
  }

  finish(): EncodedRows {
    const rows: EncodedRows = {
      count: this.rows,
      bytes: this.#buffer.take(),
      offsets: Uint32Array.from(this.#offsets),
      ids: this.#ids.take(),
      timesMs: Float64Array.from(this.#timesMs),
      untimed: Uint8Array.from(this.#untimed),
      rawBytes: Uint32Array.from(this.#rawBytesOf),
      groupOf: Uint16Array.from(this.#groupOf),
      ledgerGroups: this.#groups.take(),
    };
    this.#offsets = [0];
    this.#timesMs = [];
    this.#untimed = [];
    this.#rawBytesOf = [];
    this.#groupOf = [];
    this.rawBytes = 0;
    return rows;
  }

  /** In the order of `insertColumns`. */
  #writeRow(event: Event, id: Uint8Array, timeMs: number, ingestedAtMs: number): void {
    const { columns } = event;
    const out = this.#buffer;
    out.int64(timeMs);
    out.int64(clampTime(ingestedAtMs));
    out.text(event.logType);
    out.text(columns.account_id);
    out.text(columns.region);
    out.text(columns.event_id);
    out.text(columns.service);
    out.text(columns.operation);
    out.text(columns.outcome);
    out.text(columns.error_code);
    out.text(columns.actor);
    out.text(columns.actor_type);
    out.text(columns.actor_account_id);
    out.text(columns.access_key_id);
    out.nullableBoolean(columns.mfa);
    out.text(columns.src_ip);
    out.nullableUint16(columns.src_port);
    out.text(columns.dst_ip);
    out.nullableUint16(columns.dst_port);
    out.text(columns.protocol);
    out.nullableUint64(columns.bytes);
    out.nullableUint64(columns.packets);
    out.text(columns.action);
    out.text(columns.user_agent);
    out.text(columns.resource);
    out.texts(columns.resources);
    out.text(columns.severity);
    out.text(columns.src_country);
    out.text(columns.src_asn);
    out.text(columns.message);
    out.text(columns.log_group);
    out.text(columns.log_stream);
    out.blob(event.raw);
    out.texts(event.entities);
    out.text(event.rawIsJson ? '' : nativeJson(event));
    out.uuid(id);
    out.uuid(this.#delivery);
    out.uint32(0); // the chunk's index, known only when it is committed: see `stampChunkIndex`
  }
}

/** Groups repeat from row to row, so the last one is compared before any key is built. */
class LedgerGroups {
  #groups: LedgerGroup[] = [];
  #indexes = new Map<string, number>();
  #last = -1;

  indexOf(accountId: string, region: string, logType: string, groupHourMs: number): number {
    const last = this.#groups[this.#last];
    if (
      last !== undefined &&
      last.hourMs === groupHourMs &&
      last.accountId === accountId &&
      last.region === region &&
      last.logType === logType
    ) {
      return this.#last;
    }
    const key = `${groupHourMs}\0${logType}\0${region}\0${accountId}`;
    const known = this.#indexes.get(key);
    if (known !== undefined) {
      this.#last = known;
      return known;
    }
    assert.ok(this.#groups.length < ledgerGroupsMax, 'a chunk has at most 65,536 rows');
    this.#last = this.#groups.length;
    this.#groups.push({ accountId, region, logType, hourMs: groupHourMs });
    this.#indexes.set(key, this.#last);
    return this.#last;
  }

  take(): readonly LedgerGroup[] {
    const groups = this.#groups;
    this.#groups = [];
    this.#indexes = new Map();
    this.#last = -1;
    return groups;
  }
}

function clampTime(timeMs: number): number {
  if (!Number.isFinite(timeMs)) return 0;
  return Math.trunc(Math.min(Math.max(timeMs, timeMsMin), timeMsMax));
}

/** The common case first: a replacer makes it twice as slow. */
function nativeJson(event: Event): string {
  try {
    const json = JSON.stringify(event.fields);
    // Lone surrogates come out as escapes, which the engine's JSON refuses.
    if (!json.includes('\\ud')) return json;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
  }
  return JSON.stringify(event.fields, (_, value: unknown) =>
    typeof value === 'bigint' ? value.toString() : typeof value === 'string' ? value.toWellFormed() : value,
  );
}
