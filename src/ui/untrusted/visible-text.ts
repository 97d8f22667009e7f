/** A stretch of log content: plain text, or one character that would otherwise be invisible or obeyed. */
export type TextPart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'mark'; readonly label: string; readonly title: string };

// Control and format characters (bidi overrides, zero-width, tags), line separators, letters without a shape; lone
// surrogates. Variation selectors of emoji stay.
const hidden = /[[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Default_Ignorable_Code_Point}]--[\ufe00-\ufe0f]]/gv;

const names: Readonly<Record<number, string>> = {
  0x00: 'null',
  0x07: 'bell',
  0x08: 'backspace',
  0x09: 'tab',
  0x0a: 'line feed',
  0x0d: 'carriage return',
  0x1b: 'escape: starts a terminal control sequence',
  0x7f: 'delete',
  0xad: 'soft hyphen',
  0x61c: 'Arabic letter mark',
  0x200b: 'zero width space',
  0x200c: 'zero width non-joiner',
  0x200d: 'zero width joiner',
  0x200e: 'left-to-right mark',
  0x200f: 'right-to-left mark',
  0x202a: 'left-to-right embedding',
  0x202b: 'right-to-left embedding',
  0x202c: 'pop directional formatting',
  0x202d: 'left-to-right override',
  0x202e: 'right-to-left override',
  0x2028: 'line separator',
  0x2029: 'paragraph separator',
  0x2060: 'word joiner',
  0x2066: 'left-to-right isolate',
  0x2067: 'right-to-left isolate',
  0x2068: 'first strong isolate',
  0x2069: 'pop directional isolate',
  0xfeff: 'byte order mark',
};

/**
 * Splits text so that nothing in it is invisible or changes the text around it. Joined again, with each mark's
 * character in its place, the parts are the text. `keepLines` leaves line feeds and tabs as text.
 */
export function visibleParts(text: string, { keepLines = false } = {}): TextPart[] {
  const parts: TextPart[] = [];
  let start = 0;
  for (const match of text.matchAll(hidden)) {
    const character = match[0];
    if (keepLines && (character === '\n' || character === '\t')) continue;
    if (match.index > start) parts.push({ kind: 'text', text: text.slice(start, match.index) });
    parts.push(describeMark(character));
    start = match.index + character.length;
  }
  if (start < text.length) parts.push({ kind: 'text', text: text.slice(start) });
  return parts;
}

/** The same as one string, for places that take text only (titles, labels). */
export function visibleText(text: string): string {
  return visibleParts(text)
    .map((part) => (part.kind === 'text' ? part.text : part.label))
    .join('');
}

function describeMark(character: string): TextPart {
  const code = character.codePointAt(0) ?? 0;
  const point = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
  const name = Object.hasOwn(names, code) ? names[code] : 'invisible character';
  return { kind: 'mark', label: controlPicture(code) ?? point, title: `${point} ${name}` };
}

/** Unicode has a picture for each C0 control: ␛ for escape. */
function controlPicture(code: number): string | undefined {
  if (code <= 0x1f) return String.fromCodePoint(0x2400 + code);
  return code === 0x7f ? '␡' : undefined;
}
