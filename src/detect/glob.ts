import type { Glob, GlobToken, Test } from './ir.ts';

const many: GlobToken = { wild: 'many' };
const one: GlobToken = { wild: 'one' };
const dash: GlobToken = { wild: 'dash' };

/** Reads a Sigma text: `*` and `?` are wildcards, a backslash takes the meaning from them and from itself. */
export function parseGlob(text: string): Glob {
  const tokens: GlobToken[] = [];
  let literal = '';
  const flush = (): void => {
    if (literal !== '') tokens.push(literal);
    literal = '';
  };
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    const next = text[at + 1];
    if (char === '\\' && (next === '*' || next === '?' || next === '\\')) {
      literal += next;
      at++;
    } else if (char === '*' || char === '?') {
      flush();
      tokens.push(char === '*' ? many : one);
    } else literal += char;
  }
  flush();
  return tokens;
}

/** The text of a glob without wildcards, else null. */
export function plainText(glob: Glob): string | null {
  return glob.every((token) => typeof token === 'string') ? glob.join('') : null;
}

/** Dashes that start a word after something that is no word: `-a`, `/a`, and the typographic ones that Windows accepts. */
export function withDashes(glob: Glob): Glob {
  return glob.flatMap((token) => (typeof token === 'string' ? splitDashes(token) : [token]));
}

function splitDashes(text: string): GlobToken[] {
  const pieces = text.split(/(?<![\p{L}\p{N}_])[-/\u2013\u2014\u2015](?=[\p{L}\p{N}_])/u);
  return pieces.flatMap((piece, index) => [...(index > 0 ? [dash] : []), ...(piece === '' ? [] : [piece])]);
}

export type Place = 'equals' | 'contains' | 'startswith' | 'endswith';

/** The simplest test for a value at a place. */
export function globTest(glob: Glob, place: Place, cased: boolean): Test {
  const open = {
    start: place === 'contains' || place === 'endswith',
    end: place === 'contains' || place === 'startswith',
  };
  const whole = normalise([...(open.start ? [many] : []), ...glob, ...(open.end ? [many] : [])], cased);
  const starts = whole[0] === many;
  const ends = whole.length > (starts ? 1 : 0) && whole.at(-1) === many;
  const inner = whole.slice(starts ? 1 : 0, ends ? -1 : undefined);
  const text = plainText(inner);
  if (text === null || (text === '' && starts)) return { kind: 'glob', glob: whole, cased };
  if (starts && ends) return { kind: 'contains', value: text, cased };
  if (starts) return { kind: 'endswith', value: text, cased };
  if (ends) return { kind: 'startswith', value: text, cased };
  return { kind: 'equals', values: [text], cased };
}

function normalise(glob: Glob, cased: boolean): Glob {
  const tokens: GlobToken[] = [];
  for (const token of glob) {
    const last = tokens.at(-1);
    const value = typeof token === 'string' && !cased ? token.toLowerCase() : token;
    if (typeof value === 'string' && typeof last === 'string') tokens[tokens.length - 1] = last + value;
    else if (!(value === many && last === many) && value !== '') tokens.push(value);
  }
  return tokens;
}

/** A glob cut at its `*`: pieces that must occur in order, the first and last at the ends unless open. */
export interface GlobProgram {
  readonly pieces: readonly (readonly GlobToken[])[];
  readonly openStart: boolean;
  readonly openEnd: boolean;
}

export function compileGlob(glob: Glob): GlobProgram {
  const pieces: GlobToken[][] = [[]];
  for (const token of glob) {
    if (token === many) pieces.push([]);
    else pieces.at(-1)?.push(token);
  }
  return {
    pieces: pieces.filter((piece) => piece.length > 0),
    openStart: glob[0] === many,
    openEnd: glob.at(-1) === many,
  };
}

/** Leftmost pieces first is enough for `*`, so the time is at most text × pattern: no backtracking. */
export function globMatches({ pieces, openStart, openEnd }: GlobProgram, text: string): boolean {
  if (pieces.length === 0) return openStart || openEnd || text === '';
  let from = 0;
  for (const [index, piece] of pieces.entries()) {
    const isLast = index === pieces.length - 1;
    if (isLast && !openEnd) return lastPieceMatches(piece, text, index === 0 && !openStart ? 0 : null, from);
    const end = index === 0 && !openStart ? pieceEnd(piece, text, 0) : findPiece(piece, text, from);
    if (end < 0) return false;
    from = end;
  }
  return true;
}

function lastPieceMatches(
  piece: readonly GlobToken[],
  text: string,
  anchor: number | null,
  from: number,
): boolean {
  if (anchor !== null) return pieceEnd(piece, text, anchor) === text.length;
  const start = startBefore(piece, text);
  return start >= from && pieceEnd(piece, text, start) === text.length;
}

/** Where the piece has to start to end with the text, or -1. */
function startBefore(piece: readonly GlobToken[], text: string): number {
  let start = text.length;
  for (const token of piece.toReversed()) {
    if (typeof token === 'string') start -= token.length;
    else start -= isLowSurrogate(text.charCodeAt(start - 1)) && start > 1 ? 2 : 1;
  }
  return start;
}

function findPiece(piece: readonly GlobToken[], text: string, from: number): number {
  const [first] = piece;
  for (let at = from; at <= text.length; at++) {
    if (typeof first === 'string') at = text.indexOf(first, at);
    if (at < 0) return -1;
    const end = pieceEnd(piece, text, at);
    if (end >= 0) return end;
  }
  return -1;
}

/** Where the piece ends when it starts at `at`, or -1. */
function pieceEnd(piece: readonly GlobToken[], text: string, at: number): number {
  let end = at;
  for (const token of piece) {
    if (typeof token === 'string') {
      if (!text.startsWith(token, end)) return -1;
      end += token.length;
    } else {
      const code = text.codePointAt(end);
      if (code === undefined || (token.wild === 'dash' && !dashes.has(code))) return -1;
      end += code > 0xffff ? 2 : 1;
    }
  }
  return end;
}

const dashes = new Set([0x2d, 0x2f, 0x2013, 0x2014, 0x2015]);

function isLowSurrogate(code: number): boolean {
  return code >= 0xdc00 && code <= 0xdfff;
}
