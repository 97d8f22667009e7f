import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hash128, hash128Hex } from '../../src/base/ids.ts';
import type { Chunk } from '../../src/event/chunk.ts';
import type { DeadLetter } from '../../src/event/dead-letter.ts';
import { emptyColumns, type Event, type EventColumns } from '../../src/event/event.ts';
import type { Finding } from '../../src/event/finding.ts';
import type { LogType } from '../../src/event/log-types.ts';
import { createRowEncoder } from '../../src/store/encode-rows.ts';
import { connectServer } from '../../src/store/engine/connect-server.ts';
import {
  type EmbeddedEngine,
  freePort,
  startEmbeddedEngine,
} from '../../src/store/engine/embedded-engine.ts';
import { doorHeader } from '../../src/store/engine/engine-config.ts';
import type { Engine } from '../../src/store/engine/engine.ts';

export interface OpenedEngine {
  readonly engine: Engine;
  readonly dirs: readonly string[];
  /** Stops everything and removes the directories. */
  readonly dispose: () => Promise<void>;
}

export const quietLog = (): void => {};

export async function temporaryDir(): Promise<string> {
  return await mkdtemp(join(tmpdir(), 'trailwatch-store-'));
}

const sizes = { memoryBytesMax: 1024 ** 3, threadsMax: 2, log: quietLog } as const;

export async function openOneNode(): Promise<OpenedEngine & { readonly engine: EmbeddedEngine }> {
  const dataDir = await temporaryDir();
  const engine = await startEmbeddedEngine({ dataDir, ...sizes });
  return { engine, dirs: [dataDir], dispose: async () => await disposeAll([engine], [dataDir]) };
}

/** Two embedded nodes that shard our tables between them, reached as one would reach a server's cluster. */
export async function openTwoShards(): Promise<OpenedEngine> {
  const nativePorts = [await freePort(), await freePort()];
  const shared = {
    name: 'shards',
    nativePorts,
    appPassword: 'app-secret',
    peoplePassword: 'people-secret',
    doorKey: 'door-secret',
  };
  const dirs = [await temporaryDir(), await temporaryDir()];
  const nodes: EmbeddedEngine[] = [];
  for (const [index, nativePort] of nativePorts.entries()) {
    const dataDir = dirs[index] ?? '';
    nodes.push(await startEmbeddedEngine({ dataDir, ...sizes, cluster: { ...shared, nativePort } }));
  }
  const urls = nodes.map(({ url }) => url);
  const engine = await connectServer({
    url: urls[0] ?? '',
    username: 'trailwatch',
    password: shared.appPassword,
    cluster: shared.name,
    nodeUrls: urls,
    headers: { [doorHeader]: shared.doorKey },
    peopleUsername: 'people',
    peoplePassword: shared.peoplePassword,
  });
  return { engine, dirs, dispose: async () => await disposeAll([engine, ...nodes], dirs) };
}

async function disposeAll(engines: readonly Engine[], dirs: readonly string[]): Promise<void> {
  for (const engine of engines) await engine.close();
  for (const dir of dirs) await rm(dir, { recursive: true, force: true });
}

export interface FixtureEvent {
  readonly id?: string;
  readonly logType?: LogType;
  readonly raw: string | Uint8Array;
  readonly fields?: Readonly<Record<string, unknown>>;
  readonly rawIsJson?: boolean;
  readonly columns?: Partial<EventColumns>;
  readonly entities?: readonly string[];
  readonly findings?: readonly string[];
}

export interface FixtureChunk {
  readonly delivery: string;
  readonly index?: number;
  readonly resumed?: boolean;
  readonly source?: string;
  readonly events?: readonly FixtureEvent[];
  readonly deadLetters?: readonly DeadLetter[];
  readonly filtered?: Chunk['filtered'];
  readonly drift?: Chunk['drift'];
  readonly modifiedMs?: number;
}

export const noonMs = Date.UTC(2026, 10, 20, 12);

/** A chunk as a worker makes it, from a few words. Ids derive from `id` or the raw text, deliveries from their name. */
export function makeChunk(fixture: FixtureChunk): Chunk {
  const deliveryId = hash128Hex('test delivery', fixture.delivery);
  const encoder = createRowEncoder({ deliveryId });
  const modifiedMs = fixture.modifiedMs ?? noonMs;
  const findings: { row: number; finding: Finding }[] = [];
  for (const event of fixture.events ?? []) {
    const made = makeEvent(event);
    const row = encoder.add(made, eventIdBytes(event), modifiedMs, noonMs);
    for (const rule of event.findings ?? []) findings.push({ row, finding: makeFinding(rule, made) });
  }
  return {
    source: fixture.source ?? 'inbox',
    object: `${fixture.delivery}.json`,
    deliveryId,
    resumed: fixture.resumed ?? false,
    index: fixture.index ?? 0,
    last: true,
    rows: encoder.finish(),
    findings,
    deadLetters: fixture.deadLetters ?? [],
    fallbackHourMs: Math.floor(modifiedMs / 3_600_000) * 3_600_000,
    filtered: fixture.filtered ?? [],
    drift: fixture.drift ?? {},
  };
}

export function eventIdBytes({ id, raw }: FixtureEvent): Buffer {
  return hash128('test event', id ?? Buffer.from(raw).toString('latin1'));
}

export function makeEvent(fixture: FixtureEvent): Event {
  const raw = Buffer.from(fixture.raw);
  return {
    logType: fixture.logType ?? 'aws.cloudtrail',
    raw,
    fields: fixture.fields ?? {},
    rawIsJson: fixture.rawIsJson ?? true,
    envelope: {},
    columns: { ...emptyColumns(), time: noonMs, event_id: fixture.id ?? '', ...fixture.columns },
    entities: fixture.entities ?? [],
  };
}

export function makeFinding(rule: string, event: Event): Finding {
  const { columns } = event;
  return {
    id: hash128Hex('test finding', rule, event.logType, columns.event_id, event.raw.toString()),
    rule,
    ruleName: `Rule ${rule}`,
    ruleVersion: '0123456789ab',
    severity: 'high',
    timeMs: columns.time ?? noonMs,
    eventIds: [columns.event_id],
    attack: ['T1078.004', 'attack.persistence'],
    logType: event.logType,
    accountId: columns.account_id,
    region: columns.region,
    actor: columns.actor,
    srcIp: columns.src_ip,
    resource: columns.resource,
    group: { user: 'a"b\\c' },
    entities: event.entities,
    sentence: `${rule} saw <script>`,
  };
}

export function makeDeadLetter(bytes: string | Uint8Array, offset = 0): DeadLetter {
  const kept = Buffer.from(bytes);
  return {
    code: 'TW_PARSE_MALFORMED',
    message: 'not JSON',
    bytes: kept,
    bytesTotal: kept.length,
    offset,
    line: 1,
  };
}

/** Rows of a statement as the application's user; 64-bit numbers as numbers. */
export async function select<T>(
  engine: Engine,
  query: string,
  params: Record<string, unknown> = {},
): Promise<T[]> {
  const answer = await engine.app.query({
    query,
    query_params: params,
    format: 'JSONEachRow',
    clickhouse_settings: { output_format_json_quote_64bit_integers: 0 },
    http_headers: { 'X-ClickHouse-Database': engine.database },
  });
  return await answer.json<T>();
}
