import { TrailwatchError } from '../base/errors.ts';
import type { LogType } from '../event/log-types.ts';
import { type Account, createOrganisation, type Organisation } from './organisation.ts';
import { type Assets, createAssetRegister } from './assets.ts';
import { createCloudTrail } from './cloudtrail.ts';
import { Random, WeightedChoice } from './prng.ts';
import type { Burst, SimulatedRecord } from './record.ts';
import { planSlices } from './rhythm.ts';

export interface GenerateOptions {
  readonly seed: number;
  /** Milliseconds since 1970, UTC; the end is exclusive. */
  readonly startMs: number;
  readonly endMs: number;
  /** Ordinary records in all; attack records come on top. Exactly one of this and `eventsPerSecond`. */
  readonly totalEvents?: number | undefined;
  /** On average over the span: days are busier than nights. */
  readonly eventsPerSecond?: number | undefined;
  /** Shares by feed; a feed that is left out is not generated. Default: `defaultMix`. */
  readonly mix?: Mix | undefined;
  readonly attacks: boolean;
}

export type Feed = 'cloudtrail';
export type Mix = Readonly<Partial<Record<Feed, number>>>;

export const defaultMix: Mix = { cloudtrail: 1 };

/**
 * Logs of a simulated organisation in order of time. The same options give the same bytes on every machine.
 * Holds one slice (about two thousand records) at a time.
 */
export function* generateOrganisation(options: GenerateOptions): Generator<SimulatedRecord, void, undefined> {
  const { seed, startMs, endMs } = options;
  const total = totalOf(options);
  const organisation = createOrganisation(seed);
  const feeds = createFeeds(organisation, options.mix ?? defaultMix);
  const random = new Random(seed, 'slices');
  for (const slice of planSlices(startMs, endMs, total)) {
    const records: SimulatedRecord[] = [];
    while (records.length < slice.records) {
      const feed = furthestBehind(feeds);
      const { logType, name, burst } = feed;
      const burstStart = slice.startMs + random.unit() * (slice.endMs - slice.startMs);
      feed.written += burst(
        burstStart,
        slice.endMs,
        slice.records - records.length,
        (timeMs, accountId, region, text) => {
          records.push({ logType, timeMs: Math.floor(timeMs), accountId, region, feed: name, text });
        },
      );
    }
    yield* records.sort((a, b) => a.timeMs - b.timeMs);
  }
}

function totalOf({ startMs, endMs, totalEvents, eventsPerSecond }: GenerateOptions): number {
  if (!(endMs > startMs))
    throw new TrailwatchError('TW_USAGE', 'the simulated span is empty', {
      hint: 'Let the end come after the start.',
    });
  if ((totalEvents === undefined) === (eventsPerSecond === undefined)) {
    throw new TrailwatchError('TW_USAGE', 'give either a number of events or a rate');
  }
  return totalEvents ?? Math.round(((eventsPerSecond ?? 0) * (endMs - startMs)) / 1000);
}

interface FeedSource {
  readonly name: Feed;
  readonly logType: LogType;
  readonly share: number;
  readonly burst: Burst;
  written: number;
}

/** Bursts differ in size, so shares are kept by count. */
function furthestBehind(feeds: readonly FeedSource[]): FeedSource {
  let [chosen] = feeds;
  if (chosen === undefined) throw new TrailwatchError('TW_USAGE', 'the mix names no feed');
  for (const feed of feeds) if (feed.written / feed.share < chosen.written / chosen.share) chosen = feed;
  return chosen;
}

function createFeeds(organisation: Organisation, mix: Mix): FeedSource[] {
  const assetsOf = createAssetChooser(organisation);
  const feeds: FeedSource[] = [];
  if (mix.cloudtrail !== undefined) {
    feeds.push({
      name: 'cloudtrail',
      logType: 'aws.cloudtrail',
      share: mix.cloudtrail,
      burst: createCloudTrail(organisation, assetsOf, new Random(organisation.seed, 'cloudtrail')),
      written: 0,
    });
  }
  return feeds;
}

/** Draws an account and region by their share of the organisation's activity. */
function createAssetChooser(organisation: Organisation): (random: Random) => Assets {
  const register = createAssetRegister(organisation);
  const accounts = new WeightedChoice(organisation.accounts.map(({ share }) => share));
  const regions = new WeightedChoice(organisation.regions.map(({ share }) => share));
  return (random) => {
    const account: Account | undefined = organisation.accounts[accounts.draw(random)];
    const region = organisation.regions[regions.draw(random)];
    if (account === undefined || region === undefined) throw new RangeError('no account');
    return register(account, region.name);
  };
}
