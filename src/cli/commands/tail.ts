import type { Command } from 'commander';
import { z } from 'zod';
import { EventRow } from '../../api/events.ts';
import { connect } from '../api-client.ts';
import { addDataOptions, addExample, type DataOptions } from '../common-options.ts';
import { visibleText } from '../output/visible-text.ts';

export function addTailCommand(program: Command): void {
  const command = program
    .command('tail')
    .description('Show events as they become durable, from the running server.')
    .argument('[text]', 'only events with this entity (address, ARN, key id, …) or text')
    .option('--json', 'one JSON object a line, with every core column');
  addDataOptions(command);
  addExample(command, 'trailwatch tail 203.0.113.9');
  command.action(tail);
}

async function tail(
  text: string | undefined,
  options: DataOptions & { readonly json?: boolean },
): Promise<void> {
  const client = await connect(options);
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  process.once('SIGTERM', () => stop.abort());
  try {
    const query = new URLSearchParams(text === undefined ? {} : { search: text });
    for await (const { event, data } of client.events(`/api/v1/tail?${query.toString()}`, stop.signal)) {
      if (event === 'skipped')
        process.stderr.write('trailwatch: more events than can be shown: narrow the text\n');
      else
        process.stdout.write(
          options.json === true ? `${data}\n` : line(EventRow.parse(z.json().parse(JSON.parse(data)))),
        );
    }
  } catch (error) {
    if (!stop.signal.aborted) throw error;
  } finally {
    await client.close();
  }
}

function line(event: EventRow): string {
  const words = [
    event.time,
    event.log_type,
    event.account_id,
    event.actor,
    event.operation || event.action,
    event.resource || event.dst_ip,
    event.src_ip,
    event.error_code,
  ];
  const known = words.filter((word) => word !== '');
  if (event.operation === '' && event.action === '') known.push(event.message || event.raw);
  return `${visibleText(known.join('  ')).slice(0, 400)}\n`;
}
