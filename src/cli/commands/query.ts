import { type Command, Option } from 'commander';
import { QueryResult, queryLanguages, queryRowsMax } from '../../api/query.ts';
import { connect } from '../api-client.ts';
import { addDataOptions, addExample, type DataOptions } from '../common-options.ts';
import { formatRows, type RowFormat, rowFormats } from '../output/format-rows.ts';
import { parseRange } from '../time-argument.ts';

interface QueryOptions extends DataOptions {
  readonly lang: string;
  readonly from?: string;
  readonly to?: string;
  readonly since?: string;
  readonly format?: RowFormat;
  readonly json?: boolean;
  readonly limit: string;
}

export function addQueryCommand(program: Command): void {
  const command = program
    .command('query')
    .description('Search the store. SQL works today; Logs Insights QL and SPL follow.')
    .argument('<text>', 'the query')
    .addOption(new Option('--lang <language>', 'query language').choices(queryLanguages).default('insights'))
    .option('--from <time>', 'start of the event time, inclusive: RFC 3339, a date, or 24h for a day ago')
    .option('--to <time>', 'end of the event time, exclusive')
    .option('--since <length>', 'the same as --from, for a length of time: 15m, 24h, 7d')
    .addOption(new Option('--format <format>', 'how rows are printed').choices(rowFormats))
    .option('--json', 'the same as --format json')
    .option('--limit <rows>', `at most this many rows (up to ${queryRowsMax})`, '10000');
  addDataOptions(command);
  addExample(
    command,
    'trailwatch query --lang sql --since 24h "SELECT operation, count() AS n FROM events GROUP BY operation ORDER BY n DESC LIMIT 10"',
  );
  command.action(runQueryCommand);
}

async function runQueryCommand(text: string, options: QueryOptions): Promise<void> {
  const range = parseRange(options, Date.now());
  const format =
    options.format ?? (options.json === true ? 'json' : process.stdout.isTTY ? 'table' : 'ndjson');
  const client = await connect(options);
  try {
    const body = { query: text, lang: options.lang, ...range, limit: Number(options.limit) };
    const result = await client.post('/api/v1/query', body, QueryResult);
    process.stdout.write(formatRows(result, format));
    if (result.truncated) {
      process.stderr.write(
        `trailwatch: more rows than ${options.limit}: raise --limit or narrow the query\n`,
      );
    }
  } finally {
    await client.close();
  }
}
