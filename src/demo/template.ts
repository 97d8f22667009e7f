import assert from 'node:assert/strict';
import type { Random } from './prng.ts';

/**
 * The shape of a JSON value. Text may hold slots: `<name>` or `<name:argument>`; `"<#name>"` is written without quotes.
 * A key `?name` is there half of the time, `?10 name` in 10 of 100; keys may hold slots; an object's first key is always there.
 */
export type Shape = string | number | boolean | null | readonly Shape[] | { readonly [key: string]: Shape };

/** What a slot can draw on while one event is written. */
export interface SlotContext {
  readonly random: Random;
}

/** Writes one value as JSON text (inside quotes: already escaped). */
export interface Slot<C extends SlotContext> {
  readonly write: (context: C) => string;
  /**
   * A settled slot takes its value when a variant of the template is made; a fresh one takes a new value in each event.
   * Programs repeat their calls: only a part of an event differs from the last one.
   */
  readonly fresh: boolean;
}

/** Finds a slot; throws for a name that does not exist. */
export type SlotLookup<C extends SlotContext> = (name: string, argument: string) => Slot<C>;

/** A compiled shape: literal text, slots, and parts that are there with a probability. */
export interface Template<C extends SlotContext> {
  readonly pieces: readonly Piece<C>[];
}

type Piece<C extends SlotContext> =
  | string
  | Slot<C>
  | { readonly probability: number; readonly pieces: readonly Piece<C>[] };

/** A template whose optional parts and settled slots have been decided: long literal texts and the fresh slots between them. */
export type Variant<C extends SlotContext> = readonly (string | Slot<C>)[];

export function compileShape<C extends SlotContext>(shape: Shape, slots: SlotLookup<C>): Template<C> {
  const pieces: Piece<C>[] = [];
  collect(shape, slots, pieces);
  return { pieces };
}

export function settle<C extends SlotContext>(template: Template<C>, context: C): Variant<C> {
  const parts: (string | Slot<C>)[] = [];
  settleInto(template.pieces, context, parts);
  return parts.map((part) => (typeof part === 'string' ? flatten(part) : part));
}

export function writeVariant<C extends SlotContext>(variant: Variant<C>, context: C): string {
  let text = '';
  for (const part of variant) text += typeof part === 'string' ? part : part.write(context);
  return text;
}

/** A text put together from many pieces is a tree inside the engine; texts that are used often are worth laying out once. */
export function flatten(text: string): string {
  return Buffer.from(text).toString();
}

function settleInto<C extends SlotContext>(
  pieces: readonly Piece<C>[],
  context: C,
  parts: (string | Slot<C>)[],
): void {
  for (const piece of pieces) {
    if (typeof piece === 'string') append(parts, piece);
    else if ('pieces' in piece) {
      if (context.random.chance(piece.probability)) settleInto(piece.pieces, context, parts);
    } else if (piece.fresh) parts.push(piece);
    else append(parts, piece.write(context));
  }
}

function append<C extends SlotContext>(parts: (string | Slot<C>)[], text: string): void {
  const last = parts.at(-1);
  if (typeof last === 'string') parts[parts.length - 1] = last + text;
  else parts.push(text);
}

function collect<C extends SlotContext>(shape: Shape, slots: SlotLookup<C>, pieces: Piece<C>[]): void {
  if (typeof shape === 'string') collectText(shape, slots, pieces);
  else if (shape === null || typeof shape !== 'object') pieces.push(JSON.stringify(shape));
  else if (isList(shape)) {
    pieces.push('[');
    shape.forEach((item, i) => {
      if (i > 0) pieces.push(',');
      collect(item, slots, pieces);
    });
    pieces.push(']');
  } else collectObject(shape, slots, pieces);
}

function isList(shape: Shape): shape is readonly Shape[] {
  return Array.isArray(shape);
}

function collectObject<C extends SlotContext>(
  shape: { readonly [key: string]: Shape },
  slots: SlotLookup<C>,
  pieces: Piece<C>[],
): void {
  pieces.push('{');
  Object.entries(shape).forEach(([key, value], i) => {
    const optional = /^\?(?:(\d+) )?(.*)$/.exec(key);
    const member: Piece<C>[] = [i > 0 ? ',' : ''];
    collectText(optional?.[2] ?? key, slots, member);
    member.push(':');
    collect(value, slots, member);
    if (optional === null) {
      pieces.push(...member);
      return;
    }
    assert(i > 0, `${key}: the first key of an object cannot be optional`);
    const probability = Number(optional[1] ?? 50) / 100;
    pieces.push({ probability, pieces: member });
  });
  pieces.push('}');
}

function collectText<C extends SlotContext>(text: string, slots: SlotLookup<C>, pieces: Piece<C>[]): void {
  const bare = /^<#(\w+)(?::([^>]*))?>$/.exec(text);
  if (bare !== null) {
    pieces.push(slots(bare[1] ?? '', bare[2] ?? ''));
    return;
  }
  pieces.push('"');
  let end = 0;
  for (const match of text.matchAll(/<(\w+)(?::([^>]*))?>/g)) {
    pieces.push(JSON.stringify(text.slice(end, match.index)).slice(1, -1));
    pieces.push(slots(match[1] ?? '', match[2] ?? ''));
    end = match.index + match[0].length;
  }
  pieces.push(JSON.stringify(text.slice(end)).slice(1, -1), '"');
}
