import { TrailwatchError } from '../base/errors.ts';

export interface SqlToken {
  readonly kind: 'word' | 'quoted' | 'string' | 'number' | 'sign';
  /** As written. */
  readonly text: string;
  /** Offset in the query, in UTF-16 units. */
  readonly at: number;
}

/** Longest query text, in characters; the engine has its own limit in bytes. */
export const sqlLengthMax = 100_000;

const patterns: readonly { readonly kind: SqlToken['kind'] | 'skip'; readonly pattern: RegExp }[] = [
  { kind: 'skip', pattern: /[\s\u00a0\u200b\ufeff]+/y },
  { kind: 'skip', pattern: /--[^\n]*/y },
  { kind: 'skip', pattern: /#[ !][^\n]*/y },
  { kind: 'skip', pattern: /\/\*[^]*?\*\//y },
  { kind: 'string', pattern: /'(?:[^'\\]|\\[^]|'')*'/y },
  { kind: 'quoted', pattern: /"(?:[^"\\]|\\[^]|"")*"/y },
  { kind: 'quoted', pattern: /`(?:[^`\\]|\\[^]|``)*`/y },
  { kind: 'string', pattern: /(\$\w*\$)[^]*?\1/y },
  { kind: 'number', pattern: /\d[\w.]*/y },
  { kind: 'word', pattern: /[\p{L}_]\w*/uy },
  { kind: 'sign', pattern: /[^]/y },
];

/** Splits ClickHouse SQL into tokens, without comments. Throws TW_QUERY_SYNTAX for a quote or comment without an end. */
export function sqlTokens(query: string): readonly SqlToken[] {
  const tokens: SqlToken[] = [];
  for (let at = 0; at < query.length; ) {
    const { kind, text } = tokenAt(query, at);
    if (kind === 'sign' && (/['"`]/.test(text) || query.startsWith('/*', at))) {
      throw new TrailwatchError('TW_QUERY_SYNTAX', `A ${text === '/' ? 'comment' : 'quote'} has no end.`, {
        at: placeIn(query, at),
        hint: 'Close it, or escape the quote inside with a backslash.',
      });
    }
    if (kind !== 'skip') tokens.push({ kind, text, at });
    at += text.length;
  }
  return tokens;
}

export function placeIn(query: string, at: number): { readonly line: number; readonly column: number } {
  const before = query.slice(0, at).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

function tokenAt(
  query: string,
  at: number,
): { readonly kind: SqlToken['kind'] | 'skip'; readonly text: string } {
  for (const { kind, pattern } of patterns) {
    pattern.lastIndex = at;
    const text = pattern.exec(query)?.[0];
    if (text !== undefined) return { kind, text };
  }
  return { kind: 'sign', text: query.charAt(at) };
}
