import assert from 'node:assert/strict';
import { test } from 'node:test';
import { normalize } from '../../normalize/normalize.ts';
import { recognizeJson } from '../recognize.ts';

test('standard logging v2 in JSON gives the same columns as the text format', () => {
  const fields = {
    'timestamp(ms)': '1767225642123',
    DistributionId: 'E111111ABCDEF',
    'x-edge-location': 'DUB56-P1',
    'sc-bytes': '640',
    'c-ip': '198.51.100.71',
    'c-country': 'IE',
    'cs-method': 'GET',
    'cs-uri-stem': '/',
    'sc-status': '404',
    'x-edge-request-id': 'EXAMPLErequestid4==',
    'cs(User-Agent)': 'agent%20one',
  };
  assert.equal(recognizeJson(fields), 'aws.cloudfront');
  const raw = Buffer.from(JSON.stringify(fields));
  const { event, nativeKey } = normalize({
    logType: 'aws.cloudfront',
    raw,
    fields,
    rawIsJson: true,
    envelope: {},
  });
  const { time, bytes, src_country, outcome, error_code, resource, user_agent } = event.columns;
  assert.deepEqual(
    { time, bytes, src_country, outcome, error_code, resource, user_agent },
    {
      time: 1767225642123,
      bytes: 640,
      src_country: 'IE',
      outcome: 'failure',
      error_code: '404',
      resource: 'E111111ABCDEF',
      user_agent: 'agent one',
    },
  );
  assert.deepEqual(nativeKey, ['aws.cloudfront', 'E111111ABCDEF', 'EXAMPLErequestid4==']);
  assert.equal(recognizeJson({ 'c-ip': '198.51.100.71' }), null);
});
