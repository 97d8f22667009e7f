import assert from 'node:assert/strict';
import { type Assets, isAssetKind, workloads } from './assets.ts';
import type { Random } from './prng.ts';
import type { SlotContext, SlotWriter } from './template.ts';
import { createSecondsFormatter } from './time-text.ts';

/** What the slots of one event draw on. One object is reused for all events; `remembered` is cleared between them. */
export interface EventContext extends SlotContext {
  readonly random: Random;
  assets: Assets;
  timeMs: number;
  /** Login of whoever acts, for 'created by' fields. */
  actorName: string;
  /** The value that each remembered slot took in this event: request, response and resources name the same thing. */
  readonly remembered: (string | undefined)[];
}

/** The slots that operation shapes may use. */
export function findSlot(name: string, argument: string): SlotWriter<EventContext> {
  if (isAssetKind(name))
    return remember(`${name}:${argument}`, (c) => c.random.pickSkewed(c.assets.of(name)));
  assert(Object.hasOwn(slots, name), `no slot is called ${name}`);
  const slot = slots[name];
  assert(slot !== undefined);
  return slot(argument);
}

const rememberedIndex = new Map<string, number>();

function remember(key: string, draw: SlotWriter<EventContext>): SlotWriter<EventContext> {
  const index = rememberedIndex.get(key) ?? rememberedIndex.size;
  rememberedIndex.set(key, index);
  return (context) => {
    const known = context.remembered[index];
    if (known !== undefined) return known;
    const value = draw(context);
    context.remembered[index] = value;
    return value;
  };
}

const seconds = createSecondsFormatter();
const adjectives =
  'blue quick nightly weekly legacy edge core shared primary secondary canary internal public batch'.split(
    ' ',
  );
const teams = 'platform shop payments data growth security support finance'.split(' ');
const objectTypes = ['parquet', 'json.gz', 'csv', 'pdf', 'jpg', 'avro', 'log.gz', 'html'];

const slots: Readonly<Record<string, (argument: string) => SlotWriter<EventContext>>> = {
  account: () => (c) => c.assets.account.id,
  region: () => (c) => c.assets.region,
  zone: () => (c) => `${c.assets.region}${'abc'.charAt(c.random.int(3))}`,
  actor: () => (c) => c.actorName,
  word: () => (c) => c.random.pick(workloads),
  /** A name of something new; the argument tells several in one event apart. */
  name: (tag) =>
    remember(
      `name:${tag}`,
      (c) => `${c.random.pick(workloads)}-${c.random.pick(adjectives)}-${c.random.hex(3)}`,
    ),
  team: () => (c) => c.random.pick(teams),
  /** `<id:vol>`: the id of something new, in EC2's long form. */
  id: (prefix) => remember(`id:${prefix}`, (c) => `${prefix}-0${c.random.hex(16)}`),
  hex: (digits) => (c) => c.random.hex(Number(digits)),
  upper: (length) => (c) => c.random.upper(Number(length)),
  token: (length) => (c) => c.random.base64(Number(length)),
  uuid: (tag) => (tag === '' ? (c) => c.random.uuid() : remember(`uuid:${tag}`, (c) => c.random.uuid())),
  int: (range) => {
    const [low = 0, high = 0] = range.split(':').map(Number);
    return (c) => String(c.random.between(low, high));
  },
  bool: () => (c) => (c.random.chance(0.5) ? 'true' : 'false'),
  pick: (list) => {
    const choices = list.split('|');
    return (c) => c.random.pick(choices);
  },
  time: () => (c) => seconds(c.timeMs - c.random.int(86_400_000)),
  now: () => (c) => seconds(c.timeMs),
  epochMs: () => (c) => String(Math.floor(c.timeMs) - c.random.int(86_400_000)),
  cidr: () => (c) => `10.${c.random.int(64)}.${c.random.int(16) * 16}.0/20`,
  key: () =>
    remember('key', (c) => {
      const day = seconds(c.timeMs).slice(0, 10);
      const kind = c.random.pick(objectTypes);
      return `${c.random.pick(workloads)}/${day}/${c.random.hex(8)}-${c.random.int(100_000)}.${kind}`;
    }),
  accountName: () => (c) => c.assets.account.name,
  suffix: () => (c) => c.assets.account.suffix,
};
