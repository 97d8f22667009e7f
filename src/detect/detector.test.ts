import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Event } from '../event/event.ts';
import { createDetector } from './detector.ts';
import { evaluate } from './evaluate.ts';
import { allOf, anyOf, atLeast, type Expr, type FieldRef, notOf, type Test } from './ir.ts';
import type { Rule } from './rule.ts';
import { detectionRule, eventOf, ruleOf } from './testing.ts';

const template = ruleOf(detectionRule('s:\n  a: b\ncondition: s'));
const ruleWith = (expr: Expr, index: number): Rule => ({ ...template, id: `r${index}`, expr });

// Few names and short texts over few letters: rules and events meet often, also in the odd corners.
const name = fc.constantFrom('a', 'b', 'a.b', 'c', 'constructor', '__proto__', 'actor');
const part = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('a', 'b', 'c', 'constructor', '__proto__', 'actor') },
  { weight: 1, arbitrary: fc.nat(1) },
);
const letters = fc.string({
  unit: fc.constantFrom('a', 'B', 'b', '-', '/', '1', 'Σ', 'ς', 'İ', '😀', ' '),
  maxLength: 4,
});
const path: fc.Arbitrary<FieldRef> = fc
  .array(part, { minLength: 1, maxLength: 3 })
  .map((parts) => ({ kind: 'path', parts }));
const field: fc.Arbitrary<FieldRef> = fc.oneof(
  { weight: 8, arbitrary: path },
  { weight: 1, arbitrary: fc.constant<FieldRef>({ kind: 'raw' }) },
);

const folded = (text: string, cased: boolean): string => (cased ? text : text.toLowerCase());
const textTest: fc.Arbitrary<Test> = fc
  .record({
    kind: fc.constantFrom('equals', 'contains', 'startswith', 'endswith', 'glob'),
    texts: fc.array(letters, { minLength: 1, maxLength: 5 }),
    wild: fc.constantFrom('many', 'one', 'dash'),
    cased: fc.boolean(),
  })
  .map(({ kind, texts, wild, cased }): Test => {
    const values = texts.map((text) => folded(text, cased));
    if (kind === 'equals') return { kind, values, cased };
    if (kind !== 'glob') return { kind: kind as 'contains', value: values[0] ?? '', cased };
    return {
      kind,
      glob: values.flatMap((text) => [{ wild } as const, ...(text === '' ? [] : [text])]),
      cased,
    };
  });
const otherTest: fc.Arbitrary<Test> = fc.oneof(
  fc.constantFrom<Test>({ kind: 'null' }, { kind: 'exists' }, { kind: 'cidr', network: '10.0.0.0/8' }),
  fc.record({
    kind: fc.constant('compare' as const),
    op: fc.constantFrom('lt', 'lte', 'gt', 'gte'),
    value: fc.integer({ min: -2, max: 12 }),
  }),
  fc.record({
    kind: fc.constant('field' as const),
    other: path,
    place: fc.constantFrom('equals', 'contains', 'startswith', 'endswith'),
    cased: fc.boolean(),
  }),
  fc.constantFrom<Test>(
    { kind: 'regex', source: 'a+b', flags: 'i' },
    { kind: 'regex', source: '^1?$', flags: '' },
    { kind: 'time', part: 'hour', op: 'eq', value: 1 },
  ),
);
const exprs = fc.letrec<{ expr: Expr }>((tie) => ({
  expr: fc.oneof(
    { maxDepth: 4, depthIdentifier: 'expr' },
    {
      weight: 4,
      arbitrary: fc.record({
        kind: fc.constant('test' as const),
        field,
        test: fc.oneof({ weight: 3, arbitrary: textTest }, { weight: 1, arbitrary: otherTest }),
      }),
    },
    { weight: 2, arbitrary: fc.array(tie('expr'), { minLength: 1, maxLength: 4 }).map(allOf) },
    { weight: 2, arbitrary: fc.array(tie('expr'), { minLength: 1, maxLength: 12 }).map(anyOf) },
    { weight: 1, arbitrary: tie('expr').map(notOf) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(fc.integer({ min: 1, max: 3 }), fc.array(tie('expr'), { minLength: 1, maxLength: 4 }))
        .map(([count, of]) => atLeast(count, of)),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant('members' as const),
        field: path,
        quantifier: fc.constantFrom('any', 'all', 'all_or_empty', 'none'),
        body: tie('expr'),
      }),
    },
  ),
})).expr;

const values = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, depthIdentifier: 'value' },
    { weight: 5, arbitrary: letters },
    { weight: 1, arbitrary: fc.constantFrom(null, true, 1, 10, '10.1.2.3', '2026-01-02T01:00:00Z', 'aab') },
    { weight: 2, arbitrary: fc.array(tie('value'), { maxLength: 3 }) },
    { weight: 3, arbitrary: fc.dictionary(name, tie('value'), { maxKeys: 4, noNullPrototype: true }) },
  ),
})).value;
const events: fc.Arbitrary<Event> = fc
  .tuple(fc.dictionary(name, values, { maxKeys: 5, noNullPrototype: true }), letters)
  .map(([fields, actor]) => eventOf(fields, { actor }));

test('the compiled detector equals the plain interpreter on any rules and events', () => {
  fc.assert(
    fc.property(
      fc.array(exprs, { minLength: 1, maxLength: 12 }),
      fc.array(events, { minLength: 1, maxLength: 6 }),
      (list, batch) => {
        const rules = list.map(ruleWith);
        const detector = createDetector(rules);
        for (const event of [...batch, ...batch]) {
          const expected = rules.filter(({ expr }) => evaluate(expr, event)).map(({ id }) => id);
          assert.deepEqual(
            detector.match(event).map(({ id }) => id),
            expected,
          );
        }
      },
    ),
    { numRuns: Number(process.env['FC_RUNS'] ?? 400) },
  );
});
