/**
 * Log content may hold control characters, terminal escapes and marks that turn the reading direction: for people they are
 * written out as `\u202e`, so that a sentence cannot be made to read as something else.
 */
export function visibleText(text: string, charsMax: number): string {
  const whole = text.replaceAll(hidden, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
  if (whole.length <= charsMax) return whole;
  return `${whole.slice(0, charsMax - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}

/** Controls, format characters (bidi marks, zero-width ones), line separators, and halves of surrogate pairs. */
const hidden =
  /[\p{Cc}\p{Zl}\p{Zp}\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/gu;
