import { customFlowHeader, defaultFlowHeader } from './flow-logs.ts';
import { isFeed, type Feed } from './generate.ts';
import { Random } from './prng.ts';
import type { SimulatedRecord } from './record.ts';

/** An object as its service delivers it, before compression. */
export interface PackedObject {
  /** As in a bucket, without `.gz`. */
  readonly key: string;
  readonly bytes: Buffer;
  readonly records: number;
  /** Time of the last record. */
  readonly lastMs: number;
}

export interface PackOptions {
  readonly seed: number;
  /** Objects begin anew at multiples of this. */
  readonly windowMs: number;
  /** Objects end at this size, or a record later. */
  readonly objectBytesMax: number;
}

/**
 * Puts records, which come in order of time, into objects by feed, account, region and window.
 * Holds the open objects of one window.
 */
export function* packObjects(
  records: Iterable<SimulatedRecord>,
  options: PackOptions,
): Generator<PackedObject, void, undefined> {
  const random = new Random(options.seed, 'objects');
  const open = new Map<string, OpenObject>();
  let window = Number.NEGATIVE_INFINITY;
  for (const record of records) {
    const recordWindow = Math.floor(record.timeMs / options.windowMs);
    if (recordWindow !== window) {
      for (const object of open.values()) yield close(object, random);
      open.clear();
      window = recordWindow;
    }
    const place = `${record.feed}/${record.accountId}/${record.region}`;
    let object = open.get(place);
    if (object === undefined) {
      object = { first: record, texts: [], length: 0, lastMs: record.timeMs };
      open.set(place, object);
    }
    object.texts.push(record.text);
    object.length += record.text.length;
    object.lastMs = record.timeMs;
    if (object.length >= options.objectBytesMax) {
      yield close(object, random);
      open.delete(place);
    }
  }
  for (const object of open.values()) yield close(object, random);
}

interface OpenObject {
  readonly first: SimulatedRecord;
  readonly texts: string[];
  length: number;
  lastMs: number;
}

function close({ first, texts, lastMs }: OpenObject, random: Random): PackedObject {
  if (!isFeed(first.feed)) throw new RangeError(`no feed ${first.feed}`);
  return {
    key: keyMakers[first.feed](first, random),
    bytes: Buffer.from(frame(first.feed, texts)),
    records: texts.length,
    lastMs,
  };
}

function frame(feed: Feed, texts: readonly string[]): string {
  if (feed === 'cloudtrail') return `{"Records":[${texts.join(',')}]}`;
  const header =
    feed === 'flow' ? `${defaultFlowHeader}\n` : feed === 'flow_custom' ? `${customFlowHeader}\n` : '';
  return `${header}${texts.join('\n')}\n`;
}

type KeyMaker = (first: SimulatedRecord, random: Random) => string;

/** `2026/11/21` and `20261121T0905Z`. */
function dateParts(timeMs: number): readonly [folder: string, stamp: string] {
  const iso = new Date(timeMs).toISOString();
  return [iso.slice(0, 10).replaceAll('-', '/'), `${iso.slice(0, 16).replaceAll(/[-:]/g, '')}Z`];
}

function letters(random: Random, length: number): string {
  return random.base64(length).replaceAll('+', 'p').replaceAll('/', 's');
}

const flowKey: KeyMaker = ({ accountId, region, timeMs, feed }, random) => {
  const [folder, stamp] = dateParts(timeMs);
  const log = feed === 'flow' ? 'fl-0a11f10e5d1a7c001' : 'fl-0a11f10e5d1a7c002';
  return `AWSLogs/${accountId}/vpcflowlogs/${region}/${folder}/${accountId}_vpcflowlogs_${region}_${log}_${stamp}_${random.hex(8)}.log`;
};

const appKey: KeyMaker = ({ accountId, region, timeMs, feed }, random) => {
  const [folder, stamp] = dateParts(timeMs);
  return `applications/${feed.replace('app_', '')}/${accountId}/${region}/${folder}/shop-${stamp}-${random.hex(8)}.log`;
};

const keyMakers: Readonly<Record<Feed, KeyMaker>> = {
  cloudtrail({ accountId, region, timeMs }, random) {
    const [folder, stamp] = dateParts(timeMs);
    return `AWSLogs/${accountId}/CloudTrail/${region}/${folder}/${accountId}_CloudTrail_${region}_${stamp}_${letters(random, 16)}.json`;
  },
  flow: flowKey,
  flow_custom: flowKey,
  guardduty({ accountId, region, timeMs }, random) {
    const [folder] = dateParts(timeMs);
    return `AWSLogs/${accountId}/GuardDuty/${region}/${folder}/${random.uuid()}.jsonl`;
  },
  app_json: appKey,
  app_logfmt: appKey,
  app_access: appKey,
  app_text: appKey,
  alb({ accountId, region, timeMs }, random) {
    const [folder, stamp] = dateParts(timeMs);
    return `AWSLogs/${accountId}/elasticloadbalancing/${region}/${folder}/${accountId}_elasticloadbalancing_${region}_app.shop.0123456789abcdef_${stamp}_203.0.113.9_${letters(random, 8)}.log`;
  },
  waf({ accountId, region, timeMs }, random) {
    const [folder, stamp] = dateParts(timeMs);
    return `AWSLogs/${accountId}/WAFLogs/${region}/shop/${folder}/${accountId}_waflogs_${region}_shop_${stamp}_${random.hex(8)}.log`;
  },
};
