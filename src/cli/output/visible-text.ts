/**
 * Log content made safe for a terminal: control characters (ANSI escapes among them) and the marks that reorder text
 * are shown as `\u{1b}` and not obeyed.
 */
export function visibleText(text: string): string {
  return text.replace(hidden, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);
}

const hidden = /[\p{Cc}\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu;
