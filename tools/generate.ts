import { parseArgs } from 'node:util';
import { errorLine, TrailwatchError } from '../src/base/errors.ts';
import { defaultMix, type Feed, feeds, isFeed, type Mix } from '../src/demo/generate.ts';
import { writeOrganisation } from '../src/demo/write-organisation.ts';

const help = `Writes the logs of a simulated organisation, as AWS would deliver them.

  node tools/generate.ts --out DIR [options]

  --out DIR         where to: logs below DIR/logs, ground truth in DIR/labels.ndjson
  --seed N          another seed, another organisation (default 1)
  --events N        records in all, attacks on top (default 100000)
  --days N          how long a time they span (default 1)
  --end TIME        when the span ends, RFC 3339 (default 2026-11-21T00:00:00Z)
  --types LIST      feeds, comma-separated (default all): ${Object.keys(feeds).join(', ')}
  --window MINUTES  objects begin anew this often (default 60)
  --no-attacks      an organisation at peace
  --json            print the result as JSON

Example: node tools/generate.ts --out /tmp/logs --events 1000000 --days 10 --types cloudtrail`;

try {
  await main();
} catch (error) {
  process.stderr.write(`${errorLine(error)}\n`);
  process.exitCode = error instanceof TrailwatchError ? 2 : 1;
}

async function main(): Promise<void> {
  const values = readOptions();
  if (values.help) {
    process.stdout.write(`${help}\n`);
    return;
  }
  if (values.out === undefined)
    throw new TrailwatchError('TW_USAGE', '--out is missing', { hint: 'See --help.' });
  const endMs = Date.parse(values.end);
  if (Number.isNaN(endMs)) throw new TrailwatchError('TW_USAGE', `--end ${values.end} is no time`);
  const result = await writeOrganisation(values.out, {
    seed: positive('seed', values.seed),
    startMs: endMs - positive('days', values.days) * 86_400_000,
    endMs,
    totalEvents: positive('events', values.events),
    mix: mixOf(values.types),
    attacks: !values['no-attacks'],
    windowMinutes: positive('window', values.window),
  });
  process.stdout.write(
    values.json
      ? `${JSON.stringify(result)}\n`
      : `${result.records} records in ${result.objects} objects, ${result.rawBytes} bytes (${result.storedBytes} stored), ${result.labels} of them attack steps\n`,
  );
}

function positive(name: string, text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new TrailwatchError('TW_USAGE', `--${name} ${text} is not a positive number`);
  return value;
}

function mixOf(types: string | undefined): Mix {
  if (types === undefined) return defaultMix;
  const mix: Partial<Record<Feed, number>> = {};
  for (const type of types.split(',')) {
    if (!isFeed(type)) {
      throw new TrailwatchError('TW_USAGE', `--types: there is no feed called ${type}`, {
        hint: `Feeds: ${Object.keys(feeds).join(', ')}.`,
      });
    }
    mix[type] = defaultMix[type] ?? 1;
  }
  return mix;
}

function readOptions() {
  try {
    return parseArgs({
      options: {
        out: { type: 'string' },
        seed: { type: 'string', default: '1' },
        events: { type: 'string', default: '100000' },
        days: { type: 'string', default: '1' },
        end: { type: 'string', default: '2026-11-21T00:00:00Z' },
        types: { type: 'string' },
        window: { type: 'string', default: '60' },
        'no-attacks': { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (cause) {
    throw new TrailwatchError('TW_USAGE', cause instanceof Error ? cause.message : 'bad options', {
      hint: 'See --help.',
      cause,
    });
  }
}
