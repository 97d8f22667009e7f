import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseAll, textFormatSuite } from '../../../test/support/text-format-suite.ts';
import { vpcFlowFormat } from './format.ts';

textFormatSuite(vpcFlowFormat, import.meta.dirname, 0.6);

const line =
  '2 111122223333 eni-0a1b2c3d4e5f60718 10.0.0.1 10.0.0.2 443 50000 6 1 40 1767225600 1767225660 ACCEPT OK';

test('a field list sets the order, in any notation that AWS uses', () => {
  const expected = [{ action: 'REJECT', srcaddr: '198.51.100.1', dstport: 22, 'account-id': '111122223333' }];
  for (const fieldList of [
    ['action', 'srcaddr', 'dstport', 'account-id'],
    ['${action}', '${srcaddr}', '${dstport}', '${account-id}'],
    ['${action} ${srcaddr} ${dstport} ${account-id}'],
    ['{action} {srcaddr} {dstport} {account-id}'],
  ]) {
    assert.deepEqual(
      parseAll(vpcFlowFormat, ['REJECT 198.51.100.1 22 111122223333'], { fieldList }),
      expected,
    );
  }
});

test('a header wins over the field list, and the next header over it', () => {
  const lines = ['srcaddr action', '198.51.100.1 ACCEPT', 'action srcaddr', 'REJECT 198.51.100.2'];
  assert.deepEqual(parseAll(vpcFlowFormat, lines, { fieldList: ['dstaddr', 'bytes'] }), [
    { srcaddr: '198.51.100.1', action: 'ACCEPT' },
    { action: 'REJECT', srcaddr: '198.51.100.2' },
  ]);
});

test('a record with too few or too many fields is malformed', () => {
  const parser = vpcFlowFormat.open({});
  parser.parse('version account-id srcaddr dstaddr');
  for (const bad of ['2 111122223333 10.0.0.1', '2 111122223333 10.0.0.1 10.0.0.2 443', 'x 1 2 3']) {
    assert.throws(() => parser.parse(bad), { code: 'TW_PARSE_MALFORMED' });
  }
  assert.throws(() => vpcFlowFormat.open({}).parse('just some words of a sentence'), {
    code: 'TW_PARSE_MALFORMED',
  });
});

test('an order that nobody told keeps what the shapes say and the position of the rest', () => {
  const [fields] = parseAll(vpcFlowFormat, ['eni-0a1b2c3d4e5f60718 77 REJECT 198.51.100.9 10.0.0.9 x']);
  assert.deepEqual(fields, {
    'interface-id': 'eni-0a1b2c3d4e5f60718',
    'field-2': '77',
    action: 'REJECT',
    srcaddr: '198.51.100.9',
    dstaddr: '10.0.0.9',
    'field-6': 'x',
  });
});

test('spaces around a record do no harm', () => {
  assert.deepEqual(parseAll(vpcFlowFormat, [` ${line} `]), parseAll(vpcFlowFormat, [line]));
  assert.deepEqual(parseAll(vpcFlowFormat, ['', '   ']), []);
});

test('what is written is what is read', () => {
  const count = fc.nat({ max: Number.MAX_SAFE_INTEGER }).map((value) => value % 1e15);
  const port = fc.nat(65_535);
  const described = {
    version: fc.integer({ min: 2, max: 11 }),
    'account-id': fc.stringMatching(/^\d{12}$/),
    'interface-id': fc.stringMatching(/^eni-[0-9a-f]{17}$/),
    srcaddr: fc.oneof(fc.ipV4(), fc.ipV6()),
    dstaddr: fc.oneof(fc.ipV4(), fc.ipV6()),
    srcport: port,
    dstport: port,
    protocol: fc.nat(255),
    packets: count,
    bytes: count,
    start: fc.integer({ min: 1_000_000_000, max: 2_000_000_000 }),
    end: fc.integer({ min: 1_000_000_000, max: 2_000_000_000 }),
    action: fc.constantFrom('ACCEPT', 'REJECT'),
    'log-status': fc.constantFrom('OK', 'NODATA', 'SKIPDATA'),
  };
  const record = fc.record(described, { noNullPrototype: true });
  fc.assert(
    fc.property(record, fc.func(fc.nat()), (values, rank) => {
      const entries = Object.entries(values);
      const inOrder = entries.map(([, value]) => value).join(' ');
      assert.deepEqual(parseAll(vpcFlowFormat, [inOrder]), [values]);
      const shuffled = entries.toSorted(([a], [b]) => rank(a) - rank(b));
      const header = shuffled.map(([name]) => name).join(' ');
      assert.deepEqual(parseAll(vpcFlowFormat, [header, shuffled.map(([, value]) => value).join(' ')]), [
        values,
      ]);
    }),
  );
});
