/**
 * Log content may hold control characters, terminal escapes and marks that turn the reading direction: for people they are
 * written out as `\u202e`, so that a sentence cannot be made to read as something else.
 */
export function visibleText(text: string, charsMax: number): string {
  const whole = text.replaceAll(hidden, escaped);
  if (whole.length <= charsMax) return whole;
  return `${whole.slice(0, charsMax - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}

function escaped(char: string): string {
  const code = (char.codePointAt(0) ?? 0).toString(16);
  return code.length > 4 ? `\\u{${code}}` : `\\u${code.padStart(4, '0')}`;
}

/** Controls, separators and marks that show as nothing, and halves of surrogate pairs. */
const hidden = new RegExp(
  [
    '[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\u{115f}\\u{1160}\\u{3164}\\u{ffa0}]',
    '\\u{34f}|\\u{17b4}|\\u{17b5}|\\u{180e}',
    '[\\ud800-\\udbff](?![\\udc00-\\udfff])',
    '(?<![\\ud800-\\udbff])[\\udc00-\\udfff]',
  ].join('|'),
  'gu',
);
