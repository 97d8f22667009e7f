import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import { decodeObject } from './decode.ts';
import { type DecodeOptions, defaultDecodeLimits, type Parsed } from './parser.ts';

const header =
  'version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status';
const flow = (n: number) =>
  `2 111122223333 eni-0123456789abcdef0 10.0.0.${n} 10.0.0.2 443 5100${n} 6 10 840 1700000000 1700000060 ACCEPT OK`;

suite('lines', () => {
  test('a header is no record, and its format holds for all lines', async () => {
    const found = await decode(`${header}\n${flow(1)}\n${flow(2)}\n`);
    assert.deepEqual(found.map(summary), [`aws.vpcflow ${flow(1)}`, `aws.vpcflow ${flow(2)}`]);
  });

  test('a line that breaks its format is a dead letter with its place, and the others go in', async () => {
    const lines = [header, flow(1), '2 111122223333 eni-0', flow(3)];
    const found = await decode(lines.join('\r\n'));
    assert.deepEqual(found.map(summary), [
      `aws.vpcflow ${flow(1)}`,
      'TW_PARSE_MALFORMED 2 111122223333 eni-0',
      `aws.vpcflow ${flow(3)}`,
    ]);
    const [, broken] = found;
    assert.ok(broken?.kind === 'dead_letter');
    assert.deepEqual(
      [broken.deadLetter.offset, broken.deadLetter.line],
      [header.length + 2 + flow(1).length + 2, 3],
    );
  });

  test('a forced type takes every line, JSON too', async () => {
    const found = await decode('{"a":1}\nwords\n', { forcedType: 'app.text' });
    assert.deepEqual(found.map(summary), ['app.text {"a":1}', 'app.text words']);
  });

  test('a field list from outside drives the parser', async () => {
    const found = await decode('10.0.0.1 443 REJECT\n', {
      forcedType: 'aws.vpcflow',
      fieldList: ['srcaddr', 'dstport', 'action'],
    });
    assert.ok(found[0]?.kind === 'record');
    const { srcaddr, dstport, action } = found[0].record.fields;
    assert.deepEqual([srcaddr, String(dstport), action], ['10.0.0.1', '443', 'REJECT']);
  });

  test('lines that go on with the record before them belong to it, byte for byte', async () => {
    const trace =
      'java.lang.IllegalStateException: no\r\n\tat com.example.A.b(A.java:1)\r\n\tat com.example.C.d(C.java:2)';
    for (const chunk of [1000, 5, 1]) {
      const found = await decode(
        `2026-11-21 08:00:00 INFO start\r\n${trace}\r\n2026-11-21 08:00:01 INFO end\r\n`,
        {},
        chunk,
      );
      const raws = found.map((parsed) =>
        parsed.kind === 'record' ? Buffer.from(parsed.record.raw).toString() : '',
      );
      assert.ok(
        raws.some((raw) => raw.endsWith(trace)),
        raws.join('|'),
      );
    }
  });

  test('a JSON object on a line ends the record before it', async () => {
    const found = await decode('first\n\tstill first\n{"b":1}\nlast\n');
    assert.deepEqual(found.map(summary), [
      'app.text first\n\tstill first',
      'app.json {"b":1}',
      'app.text last',
    ]);
  });

  test('nothing of the text is lost: raws, in order, are the non-blank lines', async () => {
    const line = fc.stringMatching(/^[a-z][a-z =:.,"'()-]{0,40}$/);
    await fc.assert(
      fc.asyncProperty(
        fc.array(line, { minLength: 1, maxLength: 40 }),
        fc.constantFrom('\n', '\r\n'),
        async (lines, end) => {
          const found = await decode(lines.join(end), { forcedType: 'app.text' });
          const raws = found.map((parsed) =>
            parsed.kind === 'record' ? Buffer.from(parsed.record.raw).toString() : '',
          );
          assert.deepEqual(raws.join(end).split(end), lines);
        },
      ),
    );
  });
});

async function decode(
  text: string,
  options: Partial<DecodeOptions> = {},
  chunk = text.length,
): Promise<Parsed[]> {
  async function* content(): AsyncGenerator<Uint8Array> {
    const bytes = Buffer.from(text);
    for (let at = 0; at < bytes.length; at += chunk) yield bytes.subarray(at, at + chunk);
  }
  const batches = await Array.fromAsync(
    decodeObject(content(), { name: 'test', limits: defaultDecodeLimits, ...options }),
  );
  return batches.flat();
}

function summary(parsed: Parsed): string {
  return parsed.kind === 'record'
    ? `${parsed.record.logType} ${Buffer.from(parsed.record.raw).toString()}`
    : `${parsed.deadLetter.code} ${Buffer.from(parsed.deadLetter.bytes).toString()}`;
}
