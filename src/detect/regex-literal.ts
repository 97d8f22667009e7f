/**
 * A text that every match of the pattern contains, in lower case, or null. Only what is plain to see is taken: literal ASCII
 * characters outside groups and classes, not made optional, in a pattern without top-level alternatives.
 */
export function requiredLiteral(source: string, flags = ''): string | null {
  // Quoted runs, codes and classes by name are rare, and would have to be read in full.
  if (/\\[QEpPx0-9]/.test(source)) return null;
  // Without regard to case `s` also stands for U+017F, which has no other lower case.
  const folds = flags.includes('i') || /\(\?[a-zA-Z]*i/.test(source);
  const runs: string[] = [''];
  let depth = 0;
  for (let at = 0; at < source.length; at++) {
    const char = source[at] ?? '';
    if (char === '(') depth += 1;
    if (char === ')') depth -= 1;
    if (char === '|' && depth === 0) return null;
    const atom = readAtom(source, at);
    at = atom.end - 1;
    const optional = /^(?:[*?]|\{0*[,}])/.test(source.slice(atom.end, atom.end + 8));
    const repeated = /^[+{]/.test(source.slice(atom.end, atom.end + 1));
    if (depth > 0 || char === ')' || atom.literal === null || optional || (folds && /s/i.test(atom.literal)))
      runs.push('');
    else {
      runs.push(`${runs.pop() ?? ''}${atom.literal}`);
      // What follows a repetition does not follow its first copy.
      if (repeated) runs.push('');
    }
  }
  const longest = runs.reduce((best, run) => (run.length > best.length ? run : best), '');
  return longest.length >= 3 ? longest.toLowerCase() : null;
}

interface Atom {
  readonly literal: string | null;
  readonly end: number;
}

function readAtom(source: string, at: number): Atom {
  const char = source[at] ?? '';
  if (char === '[') return { literal: null, end: classEnd(source, at) };
  if (char === '{') return { literal: null, end: braceEnd(source, at) };
  if (char === '\\') return readEscape(source, at);
  const isPlain = /^[A-Za-z0-9 _\-/:;,"'=<>@#%&~!`]$/.test(char);
  return { literal: isPlain ? char : null, end: at + 1 };
}

function readEscape(source: string, at: number): Atom {
  const char = source[at + 1] ?? '';
  return { literal: /^[^A-Za-z0-9\s]$/.test(char) && char < '\u0080' ? char : null, end: at + 2 };
}

function classEnd(source: string, at: number): number {
  let end = at + 1;
  if (source[end] === '^') end += 1;
  if (source[end] === ']') end += 1;
  while (end < source.length && source[end] !== ']') {
    if (source.startsWith('[:', end)) end = Math.max(end, source.indexOf(':]', end + 2) + 1);
    end += source[end] === '\\' ? 2 : 1;
  }
  return end + 1;
}

/** A repetition; a brace that starts none stands for itself. */
function braceEnd(source: string, at: number): number {
  const repetition = /^\{\d+(?:,\d*)?\}/.exec(source.slice(at, at + 16))?.[0];
  return at + (repetition?.length ?? 1);
}
