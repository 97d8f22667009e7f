import type { Command } from 'commander';
import { TrailwatchError } from '../../base/errors.ts';
import { DeadLetterRow, DeadLettersPage, ReplayResult } from '../../api/overview.ts';
import { connect } from '../api-client.ts';
import { addDataOptions, addExample, type DataOptions } from '../common-options.ts';
import { formatRows } from '../output/format-rows.ts';
import { visibleText } from '../output/visible-text.ts';

interface ListOptions extends DataOptions {
  readonly json?: boolean;
  readonly code?: string;
  readonly limit: string;
}

export function addDeadLettersCommand(program: Command): void {
  const group = program
    .command('deadletters')
    .description('Records that could not become events: why, and another try.');

  const list = group
    .command('list')
    .description('List dead letters, newest first.')
    .option('--code <code>', 'only this reason, such as TW_PARSE_MALFORMED')
    .option('--limit <rows>', 'at most this many (up to 1000)', '100')
    .option('--json', 'one JSON object a line');
  addExample(addDataOptions(list), 'trailwatch deadletters list --code TW_PARSE_MALFORMED');
  list.action(listDeadLetters);

  const show = group
    .command('show')
    .description('Show one dead letter with its bytes.')
    .argument('<id>', 'its id, or the first characters of it')
    .option('--json', 'one JSON object');
  addExample(addDataOptions(show), 'trailwatch deadletters show 3f9a');
  show.action(showDeadLetter);

  const replay = group
    .command('replay')
    .description('Read dead letters again, after a fix: what succeeds is stored and leaves the list.')
    .argument('[ids...]', 'their ids; all where none is given')
    .option('--code <code>', 'only this reason')
    .option('--json', 'one JSON object');
  addExample(addDataOptions(replay), 'trailwatch deadletters replay --code TW_TYPE_UNKNOWN');
  replay.action(replayDeadLetters);
}

async function listDeadLetters(options: ListOptions): Promise<void> {
  const client = await connect(options);
  try {
    const query = new URLSearchParams({
      limit: options.limit,
      ...(options.code !== undefined && { code: options.code }),
    });
    const page = await client.get(`/api/v1/deadletters?${query.toString()}`, DeadLettersPage);
    if (options.json === true) {
      for (const row of page.dead_letters) process.stdout.write(`${JSON.stringify(row)}\n`);
      return;
    }
    const columns = ['id', 'at', 'code', 'object', 'line', 'offset', 'message'] as const;
    const rows = page.dead_letters.map((row) =>
      columns.map((name) => (name === 'id' ? row.id.slice(0, 12) : row[name])),
    );
    process.stdout.write(
      formatRows({ columns: columns.map((name) => ({ name, type: 'String' })), rows }, 'table'),
    );
    process.stdout.write(`${page.dead_letters.length} of ${page.total} dead letters\n`);
  } finally {
    await client.close();
  }
}

async function showDeadLetter(id: string, options: DataOptions & { readonly json?: boolean }): Promise<void> {
  const client = await connect(options);
  try {
    const row = await client.get(`/api/v1/deadletters/${encodeURIComponent(id)}`, DeadLetterRow);
    if (options.json === true) {
      process.stdout.write(`${JSON.stringify(row)}\n`);
      return;
    }
    const place = row.line === null ? `byte ${row.offset ?? 0}` : `line ${row.line}`;
    process.stdout.write(
      `${row.code}  ${visibleText(row.message)}\n${visibleText(row.object)}, ${place}, seen ${row.at}\n\n`,
    );
    process.stdout.write(`${row.bytes.split('\n').map(visibleText).join('\n')}\n`);
    const shown = Buffer.byteLength(row.bytes);
    if (row.bytes_total !== null && row.bytes_total > shown) {
      process.stdout.write(`\n(the first ${shown} of ${row.bytes_total} bytes)\n`);
    }
  } finally {
    await client.close();
  }
}

async function replayDeadLetters(
  ids: readonly string[],
  options: DataOptions & { readonly code?: string; readonly json?: boolean },
): Promise<void> {
  if (ids.length > 1000) {
    throw new TrailwatchError('TW_USAGE', 'more than 1000 ids', {
      hint: 'leave the ids out and choose by --code',
    });
  }
  const client = await connect(options);
  try {
    const body = {
      ...(ids.length > 0 && { ids: [...ids] }),
      ...(options.code !== undefined && { code: options.code }),
    };
    const result = await client.post('/api/v1/deadletters/replay', body, ReplayResult);
    process.stdout.write(
      options.json === true
        ? `${JSON.stringify(result)}\n`
        : `${result.replayed} read again: ${result.stored} stored, ${result.duplicates} duplicates, ${result.dead_letters} still dead letters\n`,
    );
    if (result.dead_letters > 0) process.exitCode = 1;
  } finally {
    await client.close();
  }
}
