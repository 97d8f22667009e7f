import assert from 'node:assert/strict';
import { type Assets, isAssetKind, workloads } from './assets.ts';
import type { Random } from './prng.ts';
import type { Slot, SlotContext } from './template.ts';
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
export function findSlot(name: string, argument: string): Slot<EventContext> {
  if (isAssetKind(name)) {
    return remember(
      `${name}:${argument}`,
      settled((c) => c.random.pickSkewed(c.assets.of(name))),
    );
  }
  assert(Object.hasOwn(slots, name), `no slot is called ${name}`);
  const slot = slots[name];
  assert(slot !== undefined);
  return slot(argument);
}

type Draw = (context: EventContext) => string;

const settled = (write: Draw): Slot<EventContext> => ({ write, fresh: false });
const fresh = (write: Draw): Slot<EventContext> => ({ write, fresh: true });

const rememberedIndex = new Map<string, number>();

/** The same value wherever the slot stands in one event. */
function remember(key: string, slot: Slot<EventContext>): Slot<EventContext> {
  const index = rememberedIndex.get(key) ?? rememberedIndex.size;
  rememberedIndex.set(key, index);
  const write = (context: EventContext): string => {
    const known = context.remembered[index];
    if (known !== undefined) return known;
    const value = slot.write(context);
    context.remembered[index] = value;
    return value;
  };
  return { write, fresh: slot.fresh };
}

const seconds = createSecondsFormatter();
const adjectives =
  'blue quick nightly weekly legacy edge core shared primary secondary canary internal public batch'.split(
    ' ',
  );
const teams = 'platform shop payments data growth security support finance'.split(' ');
const objectTypes = ['parquet', 'json.gz', 'csv', 'pdf', 'jpg', 'avro', 'log.gz', 'html'];

const slots: Readonly<Record<string, (argument: string) => Slot<EventContext>>> = {
  account: () => settled((c) => c.assets.account.id),
  accountName: () => settled((c) => c.assets.account.name),
  region: () => settled((c) => c.assets.region),
  zone: () => settled((c) => `${c.assets.region}${'abc'.charAt(c.random.int(3))}`),
  word: () => settled((c) => c.random.pick(workloads)),
  team: () => settled((c) => c.random.pick(teams)),
  bool: () => settled((c) => (c.random.chance(0.5) ? 'true' : 'false')),
  cidr: () => settled((c) => `10.${c.random.int(64)}.${c.random.int(16) * 16}.0/20`),
  pick: (list) => {
    const choices = list.split('|');
    return settled((c) => c.random.pick(choices));
  },
  actor: () => fresh((c) => c.actorName),
  /** A name of something new; the argument tells several in one event apart. */
  name: (tag) =>
    remember(
      `name:${tag}`,
      fresh((c) => `${c.random.pick(workloads)}-${c.random.pick(adjectives)}-${c.random.hex(3)}`),
    ),
  /** `<id:vol>`: the id of something new, in EC2's long form. */
  id: (prefix) =>
    remember(
      `id:${prefix}`,
      fresh((c) => `${prefix}-0${c.random.hex(16)}`),
    ),
  hex: (digits) => fresh((c) => c.random.hex(Number(digits))),
  upper: (length) => fresh((c) => c.random.upper(Number(length))),
  token: (length) => fresh((c) => c.random.base64(Number(length))),
  uuid: (tag) =>
    tag === ''
      ? fresh((c) => c.random.uuid())
      : remember(
          `uuid:${tag}`,
          fresh((c) => c.random.uuid()),
        ),
  int: (range) => {
    const [low = 0, high = 0] = range.split(':').map(Number);
    return low === high ? settled(() => String(low)) : fresh((c) => String(c.random.between(low, high)));
  },
  time: () => fresh((c) => seconds(c.timeMs - c.random.int(86_400_000))),
  now: () => fresh((c) => seconds(c.timeMs)),
  epochMs: () => fresh((c) => String(Math.floor(c.timeMs) - c.random.int(86_400_000))),
  key: () =>
    remember(
      'key',
      fresh((c) => {
        const day = seconds(c.timeMs).slice(0, 10);
        return `${c.random.pick(workloads)}/${day}/${c.random.hex(12)}.${c.random.pick(objectTypes)}`;
      }),
    ),
};
