import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';
import { emptyColumns, type EventColumns } from '../../event/event.ts';
import { createEnricher } from './enricher.ts';
import { asnOf, countryOf } from './location-record.ts';

function columnsFrom(ip: string, country = ''): EventColumns {
  return { ...emptyColumns(), src_ip: ip, src_country: country };
}

test('names the country of public addresses, of both versions', async () => {
  const { enrich, country } = await createEnricher({});
  const columns = columnsFrom('8.8.8.8');
  enrich(columns);
  assert.equal(columns.src_country, 'US');
  assert.equal(country('2001:4860:4860::8888'), 'US');
  assert.match(country('193.0.6.139'), /^[A-Z]{2}$/);
});

test('leaves private, reserved and invalid addresses and service names alone', async () => {
  const { enrich } = await createEnricher({});
  const absent = [
    '10.1.2.3',
    '192.168.0.1',
    '127.0.0.1',
    '::1',
    'fe80::1',
    'fd00::1',
    '203.0.113.9',
    '224.0.0.1',
  ];
  for (const ip of [
    ...absent,
    '035.249.253.232',
    '999.1.1.1',
    'cloudtrail.amazonaws.com',
    'AWS Internal',
    '',
  ]) {
    const columns = columnsFrom(ip);
    enrich(columns);
    assert.equal(columns.src_country, '', ip);
    assert.equal(columns.src_asn, '', ip);
  }
});

test('a country that the record names stays', async () => {
  const { enrich } = await createEnricher({});
  const columns = columnsFrom('8.8.8.8', 'XK');
  enrich(columns);
  assert.equal(columns.src_country, 'XK');
});

test('null turns it off', async () => {
  const { enrich } = await createEnricher({ countryAsnPath: null });
  const columns = columnsFrom('8.8.8.8');
  enrich(columns);
  assert.equal(columns.src_country, '');
});

test('a database that cannot be read is a coded error that names it', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'enricher-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const damaged = join(folder, 'damaged.mmdb');
  writeFileSync(damaged, 'not a database');
  for (const path of [damaged, join(folder, 'absent.mmdb'), folder]) {
    await assert.rejects(
      createEnricher({ countryAsnPath: path }),
      (error: Error & { code?: string; hint?: string }) => {
        assert.equal(error.code, 'TW_GEOIP_UNREADABLE');
        assert.ok(error.message.includes(path));
        assert.ok((error.hint ?? '').includes('.mmdb'));
        return true;
      },
    );
  }
});

test('reads records of the common databases', () => {
  assert.equal(countryOf({ country_code: 'de' }), 'DE');
  assert.equal(countryOf({ country: { iso_code: 'FR', names: { en: 'France' } }, city: {} }), 'FR');
  assert.equal(countryOf({ country: 'JP', asn: 'AS2497' }), 'JP');
  assert.equal(countryOf({ country: { names: {} } }), '');
  assert.equal(countryOf(null), '');
  assert.equal(
    asnOf({ autonomous_system_number: 64500, autonomous_system_organization: 'Example' }),
    'AS64500',
  );
  assert.equal(asnOf({ asn: 'AS64501' }), 'AS64501');
  assert.equal(asnOf({ traits: { autonomous_system_number: 64502 } }), 'AS64502');
  assert.equal(asnOf({ autonomous_system_number: 0 }), '');
});

test('works in a worker thread', async () => {
  const source = `
    import { parentPort } from 'node:worker_threads';
    import { createEnricher } from ${JSON.stringify(new URL('./enricher.ts', import.meta.url).href)};
    const { country } = await createEnricher({ cacheMax: 10 });
    parentPort.postMessage(country('1.1.1.1'));
  `;
  const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(source)}`));
  const answer = await new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
  await worker.terminate();
  assert.match(String(answer), /^[A-Z]{2}$/);
});
