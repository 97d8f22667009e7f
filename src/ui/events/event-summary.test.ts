import assert from 'node:assert/strict';
import { test } from 'node:test';
import { emptyColumns } from '../../event/event.ts';
import { shortArn, summarizeEvent } from './event-summary.ts';

const time = '2026-11-21T12:00:00.000Z';
const row = { ...emptyColumns(), id: '0', time, ingested_at: time, log_type: 'app.json', raw: 'as it came' };

test('one line for each kind of event', () => {
  assert.equal(
    summarizeEvent({
      ...row,
      operation: 'GetObject',
      service: 's3.amazonaws.com',
      resource: 'arn:aws:s3:::reports/2026.csv',
    }),
    's3 GetObject reports/2026.csv',
  );
  assert.equal(
    summarizeEvent({
      ...row,
      action: 'REJECT',
      protocol: 'tcp',
      src_ip: '203.0.113.9',
      src_port: 4123,
      dst_ip: '2001:db8::1',
      dst_port: 22,
      bytes: 1200,
    }),
    'REJECT tcp 203.0.113.9:4123 → [2001:db8::1]:22 1.2 KB',
  );
  assert.equal(summarizeEvent({ ...row, message: 'order placed' }), 'order placed');
  assert.equal(summarizeEvent(row), 'as it came');
});

test('the end of an ARN, and nothing else shortened', () => {
  assert.equal(shortArn('arn:aws:sts::111122223333:assumed-role/deploy/ci'), 'assumed-role/deploy/ci');
  assert.equal(shortArn('arn:aws-cn:iam::1:user/a:b'), 'user/a:b');
  for (const text of ['', 'dana', 'arn:aws:iam', 'i-0abc']) assert.equal(shortArn(text), text);
});
