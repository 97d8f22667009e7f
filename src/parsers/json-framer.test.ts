import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import type { DecodeLimits } from './parser.ts';
import { defaultDecodeLimits } from './parser.ts';
import { JsonFramer } from './json-framer.ts';

interface Found {
  readonly kind: string;
  readonly text: string;
  readonly offset?: number | null;
  readonly line?: number | null;
  readonly total?: number;
}

const shape = ({ kind, text }: Found) => `${kind}: ${text}`;

suite('frames', () => {
  const event = (name: string) =>
    `{"eventVersion":"1.08","eventName":"${name}","items":[{"eventVersion":"x"},{"eventVersion":"y"}]}`;
  const [a, b, c] = [event('a'), event('b'), event('c')];
  const values = [`value: ${a}`, `value: ${b}`, `value: ${c}`];
  const inputs: Readonly<Record<string, string>> = {
    lines: `${a}\n${b}\n${c}\n`,
    'lines with CRLF and no last line break': `${a}\r\n${b}\r\n${c}`,
    'lines that end in commas': `${a},\n${b},\n${c}\n`,
    'values side by side': `${a}${b} ${c}`,
    'a JSON text sequence': `\u001e${a}\n\u001e${b}\n\u001e${c}\n`,
    'NUL padding': `${a}\n${b}\n${c}\n\0\0\0\0`,
    'an array': `[${a},${b}, ${c}]`,
    'an array over lines': `[\n${a},\n${b},\n${c}\n]\n`,
    'a wrapper': `{"Records":[${a},${b},${c}]}`,
    'wrappers in a row': `{"Records":[${a}]}{"Records":[${b}]}\n{ "Records" : [\n${c} ], "more": [1, "]}"] }`,
  };
  for (const [name, input] of Object.entries(inputs)) {
    test(name, () => assert.deepEqual(frame(input).map(shape), values));
  }

  test('pretty printed values, in a row and in an array', () => {
    const pretty = JSON.stringify(JSON.parse(a), null, 2);
    assert.deepEqual(frame(`${pretty}\n${pretty}`).map(shape), [`value: ${pretty}`, `value: ${pretty}`]);
    const array = JSON.stringify([JSON.parse(a), JSON.parse(b), JSON.parse(c)], null, 4);
    assert.deepEqual(
      frame(array).map(({ text }) => JSON.parse(text)),
      JSON.parse(array),
    );
  });

  test('hands a value out as soon as its last byte has come', () => {
    const found: Found[] = [];
    const framer = new JsonFramer(sinkInto(found), defaultDecodeLimits);
    framer.push(Buffer.from(a));
    assert.deepEqual(found.map(shape), [`value: ${a}`]);
    framer.push(Buffer.from(`\n{"Records":[${b}`));
    assert.deepEqual(found.map(shape), values.slice(0, 2));
  });

  test('nothing, and white space alone, is no value', () => {
    assert.deepEqual(frame(''), []);
    assert.deepEqual(frame(' \r\n\t\n'), []);
  });

  test('text between values is a line', () => {
    const input = `{"a":1}\nstarted\n[2026-11-21] ready\n{"b":2}\n`;
    const expected = ['value: {"a":1}', 'line: started', 'line: [2026-11-21] ready', 'value: {"b":2}'];
    assert.deepEqual(frame(input).map(shape), expected);
  });
});

suite('finds the next record after a broken one', () => {
  const good = (n: number) => `{"eventVersion":"1.08","eventName":"n${n}"}`;
  const brokenOnes: Readonly<Record<string, string>> = {
    'a missing quote': '{"eventVersion":"1.08","eventName":"x,"b":"Yes"}',
    'a missing value': '{"eventVersion":"1.08","eventName":}',
    'a bad literal': '{"eventVersion":"1.08","eventName":tru}',
    'a control character': '{"eventVersion":"1.08","eventName":"a\u0001"}',
    'a missing brace': '{"eventVersion":"1.08","eventName":{"x":1}',
  };
  for (const [name, broken] of Object.entries(brokenOnes)) {
    test(`${name}, on a line`, () => {
      const found = frame(`${good(1)}\n${broken}\n${good(2)}\n${good(3)}\n`);
      const expected = [
        `value: ${good(1)}`,
        `TW_PARSE_MALFORMED: ${broken}`,
        `value: ${good(2)}`,
        `value: ${good(3)}`,
      ];
      assert.deepEqual(found.map(shape), expected);
      assert.deepEqual(
        [found[1]?.offset, found[1]?.line, found[1]?.total],
        [good(1).length + 1, 2, broken.length],
      );
    });
    test(`${name}, in a wrapper`, () => {
      const found = frame(
        `{"Records":[${good(1)},${broken},${good(2)},${good(3)}]}\n{"Records":[${good(4)}]}`,
      );
      const expected = [
        `value: ${good(1)}`,
        `TW_PARSE_MALFORMED: ${broken}`,
        ...[2, 3, 4].map((n) => `value: ${good(n)}`),
      ];
      assert.deepEqual(found.map(shape), expected);
    });
    test(`${name}, first in a wrapper`, () => {
      const found = frame(`{"Records":[${broken},${good(2)}]}`);
      assert.deepEqual(found.map(shape), [`TW_PARSE_MALFORMED: ${broken}`, `value: ${good(2)}`]);
    });
  }

  test('half a record at the end is truncated, with its bytes', () => {
    const half = '{"eventVersion":"1.0';
    for (const input of [`${good(1)}\n${half}`, `{"Records":[${good(1)},${half}`]) {
      const found = frame(input);
      assert.deepEqual(found.map(shape), [`value: ${good(1)}`, `TW_PARSE_TRUNCATED: ${half}`]);
      assert.equal(found[1]?.offset, input.length - half.length);
    }
  });

  test('an array cut between records is told, with no bytes', () => {
    assert.deepEqual(frame(`[${good(1)},`).map(shape), [`value: ${good(1)}`, 'TW_PARSE_TRUNCATED: ']);
  });
});

suite('keeps to its limits', () => {
  const limits = { ...defaultDecodeLimits, recordBytesMax: 1000, depthMax: 20 };
  const long = `{"text":"${'x'.repeat(2000)}"}`;
  const cases: Readonly<Record<string, string>> = {
    'on a line': `{"a":1}\n${long}\n{"b":2}\n`,
    'in an array': `[{"a":1},${long},{"b":2}]`,
    'as text': `{"a":1}\n${'y'.repeat(2000)}\n{"b":2}\n`,
  };
  for (const [name, input] of Object.entries(cases)) {
    test(`an overlong record ${name} is passed over, with its length`, () => {
      const found = frame(input, limits);
      assert.deepEqual(
        found.map(({ kind }) => kind),
        ['value', 'TW_RECORD_TOO_LARGE', 'value'],
      );
      assert.ok((found[1]?.total ?? 0) >= 2000 && (found[1]?.total ?? 0) <= long.length);
    });
  }

  test('a deep value is refused, in objects and in arrays', () => {
    for (const deep of [
      `${'{"a":'.repeat(21)}1${'}'.repeat(21)}`,
      `{"a":${'['.repeat(20)}${']'.repeat(20)}}`,
    ]) {
      assert.deepEqual(frame(`${deep}\n{"b":2}\n`, limits).map(shape), [
        `TW_RECORD_TOO_DEEP: ${deep}`,
        'value: {"b":2}',
      ]);
    }
    const allowed = `${'{"a":'.repeat(20)}1${'}'.repeat(20)}`;
    assert.deepEqual(frame(allowed, limits).map(shape), [`value: ${allowed}`]);
  });

  test('looks at hostile input a limited number of times', () => {
    // Without a bound each line would be scanned to the end of the input again.
    const found = frame('{"a":\n'.repeat(500_000));
    assert.deepEqual(
      found.map(({ kind, total }) => [kind, total]),
      [['TW_RECORD_TOO_DEEP', 3_000_000]],
    );
    assert.equal(frame('{"a":1}'.repeat(200_000)).length, 200_000);
  });

  test('brackets inside strings do not count as depth', () => {
    const flat = JSON.stringify({ text: '{['.repeat(50) });
    assert.deepEqual(frame(flat, limits).map(shape), [`value: ${flat}`]);
  });

  test('a wrapper larger than what is seen whole is streamed, knowing what stood before its array', () => {
    const records = Array.from({ length: 5000 }, (_, n) => `{"message":"${'m'.repeat(1000)}","id":"${n}"}`);
    const found = frame(`{"logGroup":"g","logEvents":[${records.join(',')}],"after":1}\n{"next":1}`);
    assert.deepEqual(found[0], { kind: 'enter', text: '{"logGroup":"g"} logEvents' });
    assert.deepEqual(
      found.slice(1, -1).map(({ text }) => text),
      records,
    );
    assert.deepEqual(found.at(-1)?.text, '{"next":1}');
  });
});

suite('whatever the bytes', () => {
  const record = fc.record({
    eventVersion: fc.constant('1.08'),
    name: fc.string(),
    more: fc.jsonValue({ maxDepth: 3 }),
  });
  const text = fc
    .tuple(record, fc.constantFrom(0, 0, 2))
    .map(([value, indent]) => JSON.stringify(value, null, indent));
  const layouts: readonly ((texts: readonly string[]) => string)[] = [
    (texts) => texts.join('\n'),
    (texts) => texts.join(''),
    (texts) => `[${texts.join(',')}]`,
    (texts) => `[\n  ${texts.join(',\n  ')}\n]`,
    (texts) => `{"Records":[${texts.join(', ')}]}`,
  ];
  const small = { ...defaultDecodeLimits, recordBytesMax: 300, depthMax: 8 };
  const cuts = fc.array(fc.nat(2000), { maxLength: 20 });

  test('every record comes out byte for byte, in every layout', () => {
    fc.assert(
      fc.property(
        fc.array(text, { minLength: 1, maxLength: 8 }),
        fc.constantFrom(...layouts),
        cuts,
        (texts, layout, at) => {
          const found = frame(layout(texts), defaultDecodeLimits, at).filter(({ kind }) => kind !== 'enter');
          assert.deepEqual(
            found.map(shape),
            texts.map((one) => `value: ${one}`),
          );
        },
      ),
    );
  });

  test('damaged JSON gives the same however it is cut into chunks', () => {
    const damage = fc.array(
      fc.tuple(fc.nat(), fc.constantFrom('', '"', '{', '}', ',', '\n', '\\', 'x', '\n{', ']')),
      { maxLength: 4 },
    );
    fc.assert(
      fc.property(
        fc.array(text, { maxLength: 6 }),
        fc.constantFrom(...layouts),
        damage,
        cuts,
        (texts, layout, marks, at) => {
          let input = layout(texts);
          for (const [position, put] of marks) {
            const index = position % (input.length + 1);
            input = input.slice(0, index) + put + input.slice(index + 1);
          }
          for (const limits of [defaultDecodeLimits, small]) {
            assert.deepEqual(frame(input, limits, at), frame(input, limits));
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  test('arbitrary bytes give the same however they are cut into chunks, and never throw', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc
        .array(fc.constantFrom(...'{}[]",:\\\n 1atrue\0'), { maxLength: 200 })
        .map((parts) => Buffer.from(parts.join(''))),
    );
    fc.assert(
      fc.property(bytes, cuts, (input, at) => {
        assert.deepEqual(frame(input, small, at), frame(input, small));
      }),
      { numRuns: 1000 },
    );
  });
});

function frame(
  input: string | Uint8Array,
  limits: DecodeLimits = defaultDecodeLimits,
  cuts: readonly number[] = [],
): Found[] {
  const bytes = Buffer.from(input);
  const found: Found[] = [];
  const framer = new JsonFramer(sinkInto(found), limits);
  const edges = [...new Set(cuts.filter((at) => at < bytes.length))].toSorted((x, y) => x - y);
  let from = 0;
  for (const edge of [...edges, bytes.length]) {
    framer.push(bytes.subarray(from, edge));
    from = edge;
  }
  framer.end();
  return found;
}

function sinkInto(found: Found[]): ConstructorParameters<typeof JsonFramer>[0] {
  return {
    value: (_value, { bytes, start, end }) =>
      found.push({ kind: 'value', text: bytes.toString('utf8', start, end) }),
    line: ({ bytes, start, end }) => found.push({ kind: 'line', text: bytes.toString('utf8', start, end) }),
    broken: (code, _message, head, total, { offset, line }) => {
      found.push({ kind: code, text: Buffer.from(head).toString(), offset, line, total });
    },
    enter: (before, key) => {
      if (key !== '' && key !== 'Records')
        found.push({ kind: 'enter', text: `${JSON.stringify(before)} ${key}` });
    },
    leave: () => {},
  };
}
