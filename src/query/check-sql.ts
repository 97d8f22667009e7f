import { TrailwatchError } from '../base/errors.ts';
import { placeIn, type SqlToken, sqlLengthMax, sqlTokens } from './sql-tokens.ts';

const hint = 'Send one SELECT; our tables are events, findings, alerts, ledger and dead_letters.';

/**
 * Refuses early, and in words that help, what is no single SELECT. It is no wall: what people's SQL can reach is decided by
 * the rights and limits of the engine's user, and by `checkTree` where those do not cover it.
 * Returns the statement to send. Throws TW_QUERY_SYNTAX or TW_QUERY_FORBIDDEN.
 */
export function checkSql(query: string): string {
  if (query.length > sqlLengthMax) {
    throw new TrailwatchError('TW_QUERY_LIMIT', `The query is longer than ${sqlLengthMax} characters.`, {
      hint: 'Shorten it; a long list of values fits better into a condition or a join.',
    });
  }
  const tokens = [...sqlTokens(query)];
  while (tokens.at(-1)?.text === ';') tokens.pop();
  const first = tokens.find(({ text }) => text !== '(');
  if (first === undefined) throw new TrailwatchError('TW_QUERY_SYNTAX', 'The query is empty.', { hint });
  if (!isWord(first, 'SELECT') && !isWord(first, 'WITH')) {
    throw refuse(query, first, `${first.text.slice(0, 40)} is not allowed: a query is one SELECT.`);
  }
  for (const [index, token] of tokens.entries()) checkToken(query, tokens, index, token);
  const last = tokens.at(-1);
  return query.slice(0, last === undefined ? 0 : last.at + last.text.length);
}

function checkToken(query: string, tokens: readonly SqlToken[], index: number, token: SqlToken): void {
  if (token.text === ';') throw refuse(query, token, 'Only one statement is allowed.');
  const next = tokens[index + 1];
  const afterNext = tokens[index + 2];
  if (tokens[index - 1]?.text === '.') return;
  if (isWord(token, 'SETTINGS') && isName(next) && afterNext?.text === '=') {
    throw refuse(query, token, 'A SETTINGS clause is not allowed.');
  }
  if (isWord(token, 'FORMAT') && isName(next) && afterNext === undefined) {
    throw refuse(query, token, 'A FORMAT clause is not allowed: the format is chosen outside of the query.');
  }
  if (isWord(token, 'INTO') && next !== undefined && isWord(next, 'OUTFILE')) {
    throw refuse(query, token, 'INTO OUTFILE is not allowed.');
  }
}

function isWord(token: SqlToken, word: string): boolean {
  return token.kind === 'word' && token.text.toUpperCase() === word;
}

function isName(token: SqlToken | undefined): boolean {
  return token?.kind === 'word' || token?.kind === 'quoted';
}

function refuse(query: string, token: SqlToken, message: string): TrailwatchError {
  return new TrailwatchError('TW_QUERY_FORBIDDEN', message, { hint, at: placeIn(query, token.at) });
}
