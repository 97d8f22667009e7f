import type { Place } from './glob.ts';
import type { Wide } from './encode-value.ts';
import type { CompareOp, TimePart } from './ir.ts';
import { type RuleContext, ruleError } from './rule-context.ts';

/** What the modifiers after a field name ask for, checked to make sense together. */
export interface ModifierChain {
  readonly kind: 'text' | 'regex' | 'cidr' | 'compare' | 'time' | 'exists' | 'fieldref';
  readonly place: Place;
  readonly all: boolean;
  readonly cased: boolean;
  readonly negated: boolean;
  readonly expand: boolean;
  readonly windash: boolean;
  readonly wide: Wide | null;
  readonly base64: 'plain' | 'offset' | null;
  readonly regexFlags: string;
  readonly compareOp: CompareOp | null;
  readonly timePart: TimePart | null;
}

type Draft = { -readonly [K in keyof ModifierChain]: ModifierChain[K] };
type Apply = (draft: Draft, fail: (message: string, hint?: string) => never) => void;

const place =
  (name: Place): Apply =>
  (draft, fail) => {
    if (draft.place !== 'equals') fail(`${name} after ${draft.place}`, 'Keep one of the two.');
    draft.place = name;
  };

const kind =
  (name: ModifierChain['kind'], more: (draft: Draft) => void = () => {}): Apply =>
  (draft, fail) => {
    const combines = draft.kind === 'text' || (draft.kind === 'time' && name === 'compare');
    if (!combines) fail(`${name} cannot follow ${draft.kind}`);
    if (draft.kind === 'text') draft.kind = name;
    more(draft);
  };

const wide =
  (encoding: Wide): Apply =>
  (draft, fail) => {
    if (draft.base64 !== null) fail('the encoding has to stand before base64', `Write ${encoding}|base64.`);
    draft.wide = encoding;
  };

const base64 =
  (form: 'plain' | 'offset'): Apply =>
  (draft, fail) => {
    if (draft.place !== 'equals') fail(`base64 has to stand before ${draft.place}`);
    draft.base64 = form;
  };

const regexFlag =
  (flag: string): Apply =>
  (draft, fail) => {
    if (draft.kind !== 'regex') fail(`the flag ${flag} needs re before it`, `Write re|${flag}.`);
    if (!draft.regexFlags.includes(flag)) draft.regexFlags += flag;
  };

const compare = (op: CompareOp): Apply => kind('compare', (draft) => (draft.compareOp = op));
const timePart = (part: TimePart): Apply => kind('time', (draft) => (draft.timePart = part));
const set =
  (name: 'all' | 'cased' | 'negated' | 'expand' | 'windash'): Apply =>
  (draft) => {
    draft[name] = true;
  };

/** Every modifier of Sigma 2.1. */
export const modifiers: ReadonlyMap<string, Apply> = new Map<string, Apply>([
  ['contains', place('contains')],
  ['startswith', place('startswith')],
  ['endswith', place('endswith')],
  ['all', set('all')],
  ['cased', set('cased')],
  ['neq', set('negated')],
  ['expand', set('expand')],
  ['windash', set('windash')],
  ['re', kind('regex')],
  ['i', regexFlag('i')],
  ['m', regexFlag('m')],
  ['s', regexFlag('s')],
  ['cidr', kind('cidr')],
  ['exists', kind('exists')],
  ['fieldref', kind('fieldref')],
  ['base64', base64('plain')],
  ['base64offset', base64('offset')],
  ['utf16', wide('utf16')],
  ['utf16le', wide('utf16le')],
  ['utf16be', wide('utf16be')],
  ['wide', wide('utf16le')],
  ['lt', compare('lt')],
  ['lte', compare('lte')],
  ['gt', compare('gt')],
  ['gte', compare('gte')],
  ['minute', timePart('minute')],
  ['hour', timePart('hour')],
  ['day', timePart('day')],
  ['week', timePart('week')],
  ['month', timePart('month')],
  ['year', timePart('year')],
]);

export function parseModifiers(
  key: string,
  names: readonly string[],
  line: number,
  context: RuleContext,
): ModifierChain {
  const draft: Draft = {
    kind: 'text',
    place: 'equals',
    all: false,
    cased: false,
    negated: false,
    expand: false,
    windash: false,
    wide: null,
    base64: null,
    regexFlags: '',
    compareOp: null,
    timePart: null,
  };
  const fail = (message: string, hint?: string): never => {
    throw ruleError(context, line, `${key}: ${message}`, hint);
  };
  for (const name of names) {
    const apply = modifiers.get(name);
    if (apply === undefined) return fail(`unknown modifier '${name}'`, suggestion(name));
    apply(draft, fail);
  }
  checkTogether(draft, fail);
  return draft;
}

function checkTogether(draft: ModifierChain, fail: (message: string, hint?: string) => never): void {
  const { kind: what } = draft;
  const isText = what === 'text';
  if (!isText && what !== 'fieldref' && draft.place !== 'equals')
    fail(`${draft.place} cannot go with ${what}`);
  if (!isText && (draft.base64 !== null || draft.wide !== null)) fail(`an encoding cannot go with ${what}`);
  if (!isText && draft.windash) fail(`windash cannot go with ${what}`);
  if (!isText && what !== 'fieldref' && draft.cased) {
    fail(
      `cased cannot go with ${what}`,
      what === 'regex' ? 'A regular expression is case-sensitive already.' : undefined,
    );
  }
  if (draft.expand && (what === 'exists' || what === 'compare' || what === 'time'))
    fail(`expand cannot go with ${what}`);
  if (what === 'exists' && (draft.all || draft.negated))
    fail('exists stands alone', 'Say true or false as its value.');
}

function suggestion(name: string): string {
  const near = [...modifiers.keys()].find((known) => known.startsWith(name.slice(0, 3)));
  return near === undefined
    ? `Known modifiers: ${[...modifiers.keys()].join(', ')}.`
    : `Did you mean '${near}'?`;
}
