import assert from 'node:assert/strict';
import { test } from 'node:test';
import { endpointOf, portOf } from './endpoint.ts';

test('parts address and port', () => {
  assert.deepEqual(endpointOf('198.51.100.7:443'), { ip: '198.51.100.7', port: 443 });
  assert.deepEqual(endpointOf('[2001:db8::1]:443'), { ip: '2001:db8::1', port: 443 });
  assert.deepEqual(endpointOf('2001:db8::77'), { ip: '2001:db8::77', port: null });
  assert.deepEqual(endpointOf('2001:db8:0:0:0:0:0:1:443'), { ip: '2001:db8:0:0:0:0:0:1', port: 443 });
  assert.deepEqual(endpointOf('198.51.100.7'), { ip: '198.51.100.7', port: null });
  assert.deepEqual(endpointOf('198.51.100.7:99999'), { ip: '198.51.100.7:99999', port: null });
  assert.deepEqual(endpointOf(''), { ip: '', port: null });
  assert.equal(portOf(-1), null);
  assert.equal(portOf('65536'), null);
  assert.equal(portOf('0'), 0);
});
