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
export type SlotWriter<C extends SlotContext> = (context: C) => string;
/** Finds the writer of a slot; throws for a name that does not exist. */
export type SlotLookup<C extends SlotContext> = (name: string, argument: string) => SlotWriter<C>;

/** Compiles a shape to a writer of JSON text. Everything that can be known before is literal text by then. */
export function compileShape<C extends SlotContext>(shape: Shape, slots: SlotLookup<C>): SlotWriter<C> {
  const pieces: Piece<C>[] = [];
  collect(shape, slots, pieces);
  return joinPieces(pieces);
}

type Piece<C extends SlotContext> = string | SlotWriter<C>;

function joinPieces<C extends SlotContext>(pieces: readonly Piece<C>[]): SlotWriter<C> {
  const merged: Piece<C>[] = [];
  for (const piece of pieces) {
    const last = merged.at(-1);
    if (typeof piece === 'string' && typeof last === 'string') merged[merged.length - 1] = last + piece;
    else merged.push(piece);
  }
  const [only] = merged;
  if (merged.length === 1 && typeof only === 'string') return () => only;
  return (context) => {
    let text = '';
    for (const piece of merged) text += typeof piece === 'string' ? piece : piece(context);
    return text;
  };
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
    const write = joinPieces(member);
    pieces.push((context) => (context.random.chance(probability) ? write(context) : ''));
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
