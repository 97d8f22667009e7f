import type { Command } from 'commander';
import { LedgerPage } from '../../api/overview.ts';
import { type ApiClient, connect } from '../api-client.ts';
import { addDataOptions, addExample, type DataOptions } from '../common-options.ts';
import { formatRows } from '../output/format-rows.ts';
import { parseRange } from '../time-argument.ts';

interface LedgerOptions extends DataOptions {
  readonly from?: string;
  readonly to?: string;
  readonly since?: string;
  readonly json?: boolean;
}

const columns = [
  'source',
  'account_id',
  'region',
  'log_type',
  'hour',
  'delivered',
  'stored',
  'duplicates',
  'filtered',
  'dead_letters',
  'bytes',
] as const;

export function addLedgerCommand(program: Command): void {
  const command = program
    .command('ledger')
    .description(
      'What was delivered, and what became of it, by source, account, region, log type and event hour.',
    )
    .option('--from <time>', 'first event hour, inclusive')
    .option('--to <time>', 'last event hour, exclusive')
    .option('--since <length>', 'the same as --from, for a length of time: 24h, 7d')
    .option('--json', 'one JSON object: totals and rows');
  addDataOptions(command);
  addExample(command, 'trailwatch ledger --since 24h');
  command.action(showLedger);
}

async function showLedger(options: LedgerOptions): Promise<void> {
  const range = parseRange(options, Date.now());
  const client = await connect(options);
  try {
    const { totals, rows } = await readLedger(client, range);
    if (options.json === true) {
      process.stdout.write(`${JSON.stringify({ totals, rows }, null, 2)}\n`);
      return;
    }
    const table = {
      columns: columns.map((name) => ({
        name,
        type: typeof rows[0]?.[name] === 'number' ? 'Int64' : 'String',
      })),
      rows: rows.map((row) => columns.map((name) => row[name])),
    };
    process.stdout.write(formatRows(table, 'table'));
    process.stdout.write(
      `${totals.delivered} delivered = ${totals.stored} stored + ${totals.duplicates} duplicates + ` +
        `${totals.filtered} filtered + ${totals.dead_letters} dead letters\n`,
    );
  } finally {
    await client.close();
  }
}

async function readLedger(
  client: ApiClient,
  range: { from?: string; to?: string },
): Promise<Pick<LedgerPage, 'totals' | 'rows'>> {
  const rows: LedgerPage['rows'] = [];
  let cursor: string | null = null;
  for (;;) {
    const query = new URLSearchParams({ ...range, limit: '1000', ...(cursor !== null && { cursor }) });
    const page: LedgerPage = await client.get(`/api/v1/ledger?${query.toString()}`, LedgerPage);
    rows.push(...page.rows);
    if (page.next_cursor === null) return { totals: page.totals, rows };
    cursor = page.next_cursor;
  }
}
