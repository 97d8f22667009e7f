// Lines a second and core through each text parser and its normalizer. CPU time, so that other work on the machine counts less.
// Run: node bench/text-parsers.bench.ts [seconds a format]; prints one JSON object.
import { readFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { join } from 'node:path';
import { normalize } from '../src/normalize/normalize.ts';
import { textFormats } from '../src/parsers/text-formats.ts';
import type { TextFormat } from '../src/parsers/parser.ts';

const secondsMin = Number(process.argv[2] ?? 2);
const parsers = join(import.meta.dirname, '..', 'src', 'parsers');
const samples: Readonly<Record<string, string>> = {
  'aws.vpcflow': 'vpcflow/testdata/default.log',
  'aws.tgwflow': 'tgwflow/testdata/default.log',
  'aws.alb': 'alb/testdata/requests.log',
  'aws.nlb': 'nlb/testdata/tls.log',
  'aws.clb': 'clb/testdata/requests.log',
  'aws.s3access': 's3access/testdata/requests.log',
  'aws.cloudfront': 'cloudfront/testdata/version-1.log',
  'aws.rds': 'rds/testdata/postgres.log',
  'app.access': 'access/testdata/combined.log',
  'app.logfmt': 'logfmt/testdata/service.log',
  'app.csv': 'csv/testdata/export.csv',
  'app.text': 'text/testdata/log4j.log',
  syslog: 'syslog/testdata/rfc5424.log',
};

interface Result {
  readonly log_type: string;
  readonly parse_per_second: number;
  readonly parse_and_normalize_per_second: number;
}

/** Records a CPU second, the best of three stretches: the first one still compiles. */
function measure(format: TextFormat, texts: readonly string[], normalizes: boolean): number {
  let best = 0;
  for (let stretch = 0; stretch < 3; stretch += 1) {
    const parser = format.open({});
    const started = process.cpuUsage();
    let records = 0;
    let seconds = 0;
    while (seconds < secondsMin / 3) {
      for (let round = 0; round < 500; round += 1) {
        for (const text of texts) {
          const fields = parser.parse(text);
          if (fields === undefined) continue;
          records += 1;
          if (normalizes) normalize({ logType: format.logType, fields, raw, rawIsJson: false, envelope: {} });
        }
      }
      const { user, system } = process.cpuUsage(started);
      seconds = (user + system) / 1e6;
    }
    best = Math.max(best, records / seconds);
  }
  return Math.round(best);
}

/** Lines as the decoder groups them into records. */
function recordsOf(format: TextFormat, lines: readonly string[]): readonly string[] {
  const parser = format.open({});
  const groups: string[][] = [];
  for (const line of lines) {
    const group = groups.at(-1);
    if (group !== undefined && parser.continues?.(line, group) === true) group.push(line);
    else groups.push([line]);
  }
  return groups.map((group) => group.join('\n'));
}

const raw = new Uint8Array(0);
const results: Result[] = [];
for (const format of textFormats) {
  const path = samples[format.logType];
  if (path === undefined) throw new Error(`no sample for ${format.logType}`);
  const lines = readFileSync(join(parsers, path), 'utf8')
    .split('\n')
    .filter((line) => line !== '');
  const texts = recordsOf(format, lines);
  results.push({
    log_type: format.logType,
    parse_per_second: measure(format, texts, false),
    parse_and_normalize_per_second: measure(format, texts, true),
  });
}
const machine = { node: process.version, cpu: cpus()[0]?.model ?? 'unknown', cores: availableParallelism() };
process.stdout.write(`${JSON.stringify({ bench: 'text-parsers', machine, results }, null, 2)}\n`);
