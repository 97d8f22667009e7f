import assert from 'node:assert/strict';
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { linesOf } from '../../test/support/text-format-suite.ts';
import { textFormats } from './text-formats.ts';

/** Folder of each format, as the fixtures lie below it. */
const folders: Readonly<Record<string, string>> = {
  'aws.vpcflow': 'vpcflow',
  'aws.tgwflow': 'tgwflow',
  'aws.alb': 'alb',
  'aws.nlb': 'nlb',
  'aws.clb': 'clb',
  'aws.s3access': 's3access',
  'aws.cloudfront': 'cloudfront',
  'aws.rds': 'rds',
  'app.access': 'access',
  'app.logfmt': 'logfmt',
  'app.csv': 'csv',
  'app.text': 'text',
  syslog: 'syslog',
};

function best(lines: readonly string[]): readonly { readonly logType: string; readonly score: number }[] {
  return textFormats
    .map((format) => ({ logType: format.logType, score: format.detect(lines) }))
    .toSorted((a, b) => b.score - a.score);
}

test('every format has a fixture', () => {
  assert.deepEqual(Object.keys(folders).toSorted(), textFormats.map(({ logType }) => logType).toSorted());
});

for (const [logType, folder] of Object.entries(folders)) {
  for (const path of globSync(join(import.meta.dirname, folder, 'testdata', '*.{log,csv}'))) {
    const lines = linesOf(path);

    test(`${path.split('/').slice(-3).join('/')} is ${logType} to nobody else`, () => {
      const [first, second] = best(lines.slice(0, 20));
      assert.equal(first?.logType, logType);
      assert.ok(
        (first?.score ?? 0) - (second?.score ?? 0) >= 0.1,
        `${second?.logType} scores ${second?.score}`,
      );
    });
  }
}

test('each record of a format without header tells on its own', () => {
  for (const [logType, folder, name] of [
    ['aws.vpcflow', 'vpcflow', 'default.log'],
    ['aws.tgwflow', 'tgwflow', 'default.log'],
    ['aws.alb', 'alb', 'requests.log'],
    ['aws.nlb', 'nlb', 'tls.log'],
    ['aws.clb', 'clb', 'requests.log'],
    ['aws.s3access', 's3access', 'requests.log'],
    ['app.access', 'access', 'combined.log'],
    ['syslog', 'syslog', 'rfc5424.log'],
  ] as const) {
    for (const line of linesOf(join(import.meta.dirname, folder, 'testdata', name))) {
      const [first] = best([line]);
      assert.equal(first?.logType, logType, line);
      assert.ok((first?.score ?? 0) >= 0.9, line);
    }
  }
});

test('ordinary text stays ordinary text', () => {
  for (const lines of [
    ['hello world', 'this is, by and large, prose', 'with a few, more, commas'],
    ['2026-01-01 10:00:00 INFO started a=1', '2026-01-01 10:00:01 INFO stopped'],
    ['#!/bin/sh', 'set -eu', 'x=1', 'echo done'],
    ['GET /index.html 200', 'POST /form 302'],
    ['-----BEGIN CERTIFICATE-----', 'MIIB', '-----END CERTIFICATE-----'],
    [''],
  ]) {
    const [first] = best(lines);
    assert.ok(first?.score === 0 || first?.logType === 'app.text', `${first?.logType} claims ${lines[0]}`);
  }
});
