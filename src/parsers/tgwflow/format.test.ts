import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseAll, textFormatSuite } from '../../../test/support/text-format-suite.ts';
import { tgwFlowFormat } from './format.ts';

textFormatSuite(tgwFlowFormat, import.meta.dirname, 0.9);

test('a record that leaves documented fields out is understood by its shapes', () => {
  const line =
    '6 111122223333 tgw-0aa tgw-attach-0bb vpc-0cc vpc-0dd eni-0ee eni-0ff tgw-attach-011 10.0.0.1 10.0.1.1 12345 443 6 10 1000 1767225600 1767225660 OK IPv4 2 ingress us-east-1';
  assert.ok(tgwFlowFormat.detect([line]) >= 0.8);
  const [fields] = parseAll(tgwFlowFormat, [line]);
  assert.deepEqual(fields, {
    version: 6,
    'account-id': '111122223333',
    'tgw-id': 'tgw-0aa',
    'tgw-attachment-id': 'tgw-attach-0bb',
    'tgw-src-vpc-id': 'vpc-0cc',
    'tgw-dst-vpc-id': 'vpc-0dd',
    'tgw-src-eni': 'eni-0ee',
    'tgw-dst-eni': 'eni-0ff',
    'tgw-pair-attachment-id': 'tgw-attach-011',
    srcaddr: '10.0.0.1',
    dstaddr: '10.0.1.1',
    srcport: 12345,
    dstport: 443,
    protocol: 6,
    packets: 10,
    bytes: 1000,
    start: 1767225600,
    end: 1767225660,
    'log-status': 'OK',
    type: 'IPv4',
    'field-21': '2',
    'flow-direction': 'ingress',
    region: 'us-east-1',
  });
});
