import { TrailwatchError } from '../base/errors.ts';
import type { LogType } from '../event/log-types.ts';
import { type Account, createOrganisation, type Organisation, type Region } from './organisation.ts';
import { type Assets, createAssetRegister } from './assets.ts';
import { createAppLogs } from './app-logs.ts';
import { createCloudTrail } from './cloudtrail.ts';
import { createAlbLogs, createWafLogs } from './edge-logs.ts';
import { createFlowLogs } from './flow-logs.ts';
import { createGuardDuty } from './guardduty.ts';
import { Random, WeightedChoice } from './prng.ts';
import type { Burst, SimulatedRecord } from './record.ts';
import { planSlices } from './rhythm.ts';
import { playAttacks } from './scenarios/play-attacks.ts';

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

/** Streams of records of one format. The shop's own programs run in the production accounts only. */
export const feeds = {
  cloudtrail: { logType: 'aws.cloudtrail', create: createCloudTrail },
  flow: {
    logType: 'aws.vpcflow',
    create: (_, assetsOf, random) => createFlowLogs('default', assetsOf, random),
  },
  flow_custom: {
    logType: 'aws.vpcflow',
    create: (_, assetsOf, random) => createFlowLogs('custom', assetsOf, random),
  },
  guardduty: { logType: 'aws.guardduty', create: (_, assetsOf, random) => createGuardDuty(assetsOf, random) },
  app_json: {
    production: true,
    logType: 'app.json',
    create: (_, assetsOf, random) => createAppLogs('json', assetsOf, random),
  },
  app_logfmt: {
    logType: 'app.logfmt',
    create: (_, assetsOf, random) => createAppLogs('logfmt', assetsOf, random),
  },
  app_access: {
    logType: 'app.access',
    create: (_, assetsOf, random) => createAppLogs('access', assetsOf, random),
  },
  app_text: {
    production: true,
    logType: 'app.text',
    create: (_, assetsOf, random) => createAppLogs('text', assetsOf, random),
  },
  alb: {
    production: true,
    logType: 'aws.alb',
    create: (_, assetsOf, random) => createAlbLogs(assetsOf, random),
  },
  waf: {
    production: true,
    logType: 'aws.waf',
    create: (_, assetsOf, random) => createWafLogs(assetsOf, random),
  },
} as const satisfies Record<string, { logType: LogType; create: FeedMaker; production?: boolean }>;

type FeedMaker = (organisation: Organisation, assetsOf: (random: Random) => Assets, random: Random) => Burst;

export type Feed = keyof typeof feeds;
export type Mix = Readonly<Partial<Record<Feed, number>>>;

export const defaultMix: Mix = {
  cloudtrail: 50,
  flow: 16,
  flow_custom: 10,
  guardduty: 0.02,
  app_json: 7,
  app_logfmt: 4,
  app_access: 4,
  app_text: 3,
  alb: 4,
  waf: 2,
};

export function isFeed(name: string): name is Feed {
  return Object.hasOwn(feeds, name);
}

/**
 * Logs of a simulated organisation in order of time. The same options give the same bytes on every machine.
 * Holds one slice (about two thousand records) at a time.
 */
export function* generateOrganisation(options: GenerateOptions): Generator<SimulatedRecord, void, undefined> {
  const { seed, startMs, endMs } = options;
  const total = totalOf(options);
  const organisation = createOrganisation(seed);
  const mix = options.mix ?? defaultMix;
  const attacks = options.attacks ? attackRecords(options, organisation, mix) : [];
  let nextAttack = 0;
  const sources = openFeeds(organisation, mix, startMs);
  const random = new Random(seed, `slices from ${startMs}`);
  for (const slice of planSlices(startMs, endMs, total)) {
    const records: SimulatedRecord[] = [];
    while (records.length < slice.records) {
      const feed = furthestBehind(sources);
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
    for (
      let attack = attacks[nextAttack];
      attack !== undefined && attack.timeMs < slice.endMs;
      attack = attacks[nextAttack]
    ) {
      records.push(attack);
      nextAttack += 1;
    }
    yield* records.toSorted((a, b) => a.timeMs - b.timeMs);
  }
}

/** Only in feeds that are generated: a trail of CloudTrail alone has no flow logs. */
function attackRecords(
  { seed, startMs, endMs }: GenerateOptions,
  organisation: Organisation,
  mix: Mix,
): SimulatedRecord[] {
  const plan = {
    organisation,
    assetsOf: createAssetRegister(organisation),
    random: new Random(seed, `attacks from ${startMs}`),
    startMs,
    endMs,
  };
  return playAttacks(plan).filter(({ feed }) => isFeed(feed) && mix[feed] !== undefined);
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
function furthestBehind(sources: readonly FeedSource[]): FeedSource {
  let [chosen] = sources;
  if (chosen === undefined) throw new TrailwatchError('TW_USAGE', 'the mix names no feed');
  for (const feed of sources) if (feed.written / feed.share < chosen.written / chosen.share) chosen = feed;
  return chosen;
}

function openFeeds(organisation: Organisation, mix: Mix, startMs: number): FeedSource[] {
  const everywhere = createAssetChooser(organisation, organisation.accounts, organisation.regions);
  const production = organisation.accounts.filter(({ unit }) => unit === 'Workloads/Production');
  const inProduction = createAssetChooser(organisation, production, organisation.regions.slice(0, 2));
  return Object.entries(mix).map(([name, share]) => {
    if (!isFeed(name))
      throw new TrailwatchError('TW_USAGE', `there is no feed called ${name}`, {
        hint: `Feeds: ${Object.keys(feeds).join(', ')}.`,
      });
    const feed: { logType: LogType; create: FeedMaker; production?: boolean } = feeds[name];
    const assetsOf = feed.production === true ? inProduction : everywhere;
    const { logType, create } = feed;
    return {
      name,
      logType,
      share,
      burst: create(organisation, assetsOf, new Random(organisation.seed, `${name} from ${startMs}`)),
      written: 0,
    };
  });
}

/** Draws an account and region by their share of the organisation's activity. */
function createAssetChooser(
  organisation: Organisation,
  from: readonly Account[],
  within: readonly Region[],
): (random: Random) => Assets {
  const register = createAssetRegister(organisation);
  const accounts = new WeightedChoice(from.map(({ share }) => share));
  const regions = new WeightedChoice(within.map(({ share }) => share));
  return (random) => {
    const account = from[accounts.draw(random)];
    const region = within[regions.draw(random)];
    if (account === undefined || region === undefined) throw new RangeError('no account');
    return register(account, region.name);
  };
}
