/** A number as the record wrote it, where JavaScript would round it: 64-bit ids must not change on screen. */
export class ExactNumber {
  readonly source: string;
  constructor(source: string) {
    this.source = source;
  }
}

type Reviver = (
  this: unknown,
  key: string,
  value: unknown,
  context?: { readonly source?: string },
) => unknown;

/** The JSON value of a record, with numbers exact; undefined where the text is no JSON object or array. */
export function parseExact(text: string): unknown {
  const first = text.trimStart()[0];
  if (first !== '{' && first !== '[') return undefined;
  return tryParse(text, keepExact) ?? tryParse(text);
}

const keepExact: Reviver = (_key, value, context) =>
  typeof value === 'number' && context?.source !== undefined && String(value) !== context.source
    ? new ExactNumber(context.source)
    : value;

/** A reviver recurses, so that very deep JSON ends in a RangeError where plain parsing does not. */
function tryParse(text: string, reviver?: Reviver): unknown {
  try {
    return JSON.parse(text, reviver);
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof RangeError) return undefined;
    throw error;
  }
}
