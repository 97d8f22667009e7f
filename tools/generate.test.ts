import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

function generate(...args: readonly string[]): {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
} {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(import.meta.dirname, 'generate.ts'), ...args],
    {
      encoding: 'utf8',
    },
  );
  return { code: status, out: stdout, err: stderr };
}

test('writes logs and their ground truth', () => {
  const dir = mkdtempSync(join(tmpdir(), 'trailwatch-generate-'));
  try {
    const { code, out } = generate('--out', dir, '--events', '500', '--types', 'cloudtrail,flow', '--json');
    assert.equal(code, 0);
    const result: { records: number; labels: number } = JSON.parse(out);
    assert.equal(result.records, 500 + result.labels);
    assert.equal(readFileSync(join(dir, 'labels.ndjson'), 'utf8').trim().split('\n').length, result.labels);
  } finally {
    rmSync(dir, { recursive: true });
  }
});

test('says what is wrong with its options', () => {
  for (const args of [
    [],
    ['--out', '/tmp/x', '--types', 'toast'],
    ['--out', '/tmp/x', '--events', '-1'],
    ['--out', '/tmp/x', '--end', 'noon'],
  ]) {
    const { code, err } = generate(...args);
    assert.equal(code, 2, args.join(' '));
    assert.match(err, /TW_USAGE/);
  }
  assert.match(generate('--help').out, /--seed/);
});
