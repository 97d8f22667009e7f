import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { assert as check, constantFrom, json, object, oneof, property, string } from 'fast-check';
import { TrailwatchError } from '../base/errors.ts';
import { loadConfig } from './load-config.ts';
import { parseConfig } from './parse-config.ts';
import { redactConfig } from './redact-config.ts';
import { configJsonSchema } from './schema.ts';

const folder = mkdtempSync(join(tmpdir(), 'trailwatch-config-'));
after(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

test('without a file everything has a default', async () => {
  const config = await loadConfig({ env: {}, cwd: folder });
  assert.equal(config.file, undefined);
  assert.equal(config.data_dir, join(folder, 'data'));
  assert.deepEqual(config.server, { host: '127.0.0.1', port: 7171 });
  assert.deepEqual(config.sources, []);
  assert.deepEqual(config.rules, { defaults: true, paths: [] });
  assert.equal(config.limits.record_bytes, 16 * 1024 ** 2);
});

test('paths are relative to the file, and environment and command line win', async () => {
  const path = write(
    'full.yaml',
    `
data_dir: store
server: { port: 8080 }
engine: { url: 'http://ch:8123', username: app, password_env: CH_PASSWORD, memory: 1.5GiB }
sources:
  - { type: files, name: inbox, path: ./inbox, log_type: aws.vpcflow, exclude: ['*.tmp'] }
rules: { paths: [my-rules] }
retention: { by_log_type: { aws.vpcflow: 30 } }
limits: { record_bytes: 1MiB }
workers: 2
`,
  );
  const env = { CH_PASSWORD: 'secret', TRAILWATCH_ADMIN_TOKEN: 'token', TRAILWATCH_DATA_DIR: 'from-env' };
  const config = await loadConfig({ path, env: { ...env, TRAILWATCH_DATA_DIR: '' }, cwd: '/' });
  assert.equal(config.data_dir, join(folder, 'store'));
  assert.equal(config.sources[0]?.path, join(folder, 'inbox'));
  assert.equal(config.sources[0]?.follow, true);
  assert.deepEqual(config.rules.paths, [join(folder, 'my-rules')]);
  assert.equal(config.engine.memory, 1.5 * 1024 ** 3);
  assert.equal(config.limits.record_bytes, 1024 ** 2);
  assert.equal(config.retention.by_log_type['aws.vpcflow'], 30);
  assert.equal(config.enginePassword, 'secret');
  assert.equal(config.adminToken, 'token');
  assert.equal((await loadConfig({ path, env, cwd: '/somewhere' })).data_dir, '/somewhere/from-env');
  assert.equal((await loadConfig({ path, env, cwd: '/', dataDir: 'given' })).data_dir, '/given');
});

const mistakes: readonly {
  readonly text: string;
  readonly line?: number;
  readonly column?: number;
  readonly message: RegExp;
  readonly hint: RegExp;
}[] = [
  {
    text: 'a: 1\nserver:\n  prot: 1\n',
    line: 1,
    column: 1,
    message: /unknown key 'a'[^]*line 3/,
    hint: /Known here/,
  },
  {
    text: 'server:\n  prot: 1\n',
    line: 2,
    column: 3,
    message: /unknown key 'prot' in server/,
    hint: /mean 'port'/,
  },
  {
    text: 'server:\n  port: 99999\n',
    line: 2,
    column: 3,
    message: /server\.port/,
    hint: /Port to listen on/,
  },
  {
    text: 'sources:\n  - type: files\n    name: a\n    path: x\n    folow: true\n',
    line: 5,
    column: 5,
    message: /unknown key 'folow' in sources\[0\]/,
    hint: /mean 'follow'/,
  },
  {
    text: 'sources:\n  - type: files\n    name: a\n',
    line: 2,
    message: /sources\[0\]\.path is missing/,
    hint: /a string/,
  },
  { text: 'sources:\n  - type: fils\n', line: 2, message: /sources\[0\]\.type/, hint: /./ },
  {
    text: 'sources:\n  - {type: files, name: Inbox, path: x}\n',
    line: 2,
    message: /lower-case/,
    hint: /ledger/,
  },
  {
    text: 'sources:\n  - {type: files, name: a, path: x}\n  - {type: files, name: a, path: y}\n',
    line: 3,
    message: /repeats/,
    hint: /own/,
  },
  { text: 'retention:\n  by_log_type: { aws.vpcflo: 3 }\n', line: 2, message: /by_log_type/, hint: /./ },
  { text: 'limits: { record_bytes: 3 apples }\n', line: 1, message: /record_bytes/, hint: /dead letter/ },
  { text: 'limits: { record_bytes: 1 }\n', line: 1, message: /at least 1024/, hint: /dead letter/ },
  { text: 'server: [1\n', line: 2, message: /./, hint: /indentation/ },
  { text: 'server: {}\nserver: {}\n', line: 2, message: /unique/, hint: /./ },
  { text: '- 1\n', line: 1, message: /the file is not valid/, hint: /trailwatch.yaml/ },
];

for (const { text, line, column, message, hint } of mistakes) {
  test(`names place and fix: ${JSON.stringify(text)}`, () => {
    assert.throws(
      () => parseConfig(text, 'trailwatch.yaml'),
      (error) => {
        assert.ok(error instanceof TrailwatchError);
        assert.equal(error.code, 'TW_CONFIG_INVALID');
        assert.match(error.message, message);
        assert.match(error.hint ?? '', hint);
        assert.equal(error.at?.file, 'trailwatch.yaml');
        assert.equal(error.at.line, line);
        if (column !== undefined) assert.equal(error.at.column, column);
        return true;
      },
    );
  });
}

test('a missing file is an error where it was asked for', async () => {
  await assert.rejects(loadConfig({ path: 'nowhere.yaml', env: {}, cwd: folder }), {
    code: 'TW_CONFIG_INVALID',
    message: 'no such file',
  });
});

test('an unset password variable is named', async () => {
  const path = write('password.yaml', 'engine: { password_env: CH_PASSWORD }\n');
  await assert.rejects(loadConfig({ path, env: {}, cwd: folder }), { message: /CH_PASSWORD/ });
});

test('secrets do not show', async () => {
  const path = write(
    'secret.yaml',
    "engine: { url: 'http://u:hunter2@ch:8123/?password=hunter2', password_env: P }\n",
  );
  const config = await loadConfig({
    path,
    env: { P: 'hunter2', TRAILWATCH_ADMIN_TOKEN: 'hunter2' },
    cwd: folder,
  });
  assert.ok(!JSON.stringify(redactConfig(config)).includes('hunter2'));
});

test('every key has a description', () => {
  const bare: string[] = [];
  const visit = (node: unknown, name: string): void => {
    if (typeof node !== 'object' || node === null) return;
    const { properties, description, items, oneOf } = node as Record<string, unknown>;
    if (name !== '' && !name.endsWith('[]') && description === undefined) bare.push(name);
    for (const [key, inner] of Object.entries(properties ?? {})) visit(inner, `${name}.${key}`);
    visit(items, `${name}[]`);
    for (const inner of Array.isArray(oneOf) ? oneOf : []) visit(inner, `${name}[]`);
  };
  visit(configJsonSchema(), '');
  assert.deepEqual(bare, []);
});

test('whatever the text, only TW_CONFIG_INVALID is thrown', () => {
  const yaml = oneof(
    string(),
    string({
      unit: constantFrom('server', ':', ' ', '\n', '-', '{', '}', '[', ']', '&a', '*a', '1', "'", '|'),
    }),
    json(),
    object({ key: constantFrom('server', 'port', 'sources', 'type', '__proto__', 'constructor') }).map(
      (value) => JSON.stringify({ sources: [value], server: value }),
    ),
  );
  check(
    property(yaml, (text) => {
      try {
        parseConfig(text, 'x.yaml');
      } catch (error) {
        assert.ok(error instanceof TrailwatchError, String(error));
        assert.equal(error.code, 'TW_CONFIG_INVALID');
      }
    }),
    { numRuns: 500 },
  );
});
