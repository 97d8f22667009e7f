import { type Command, InvalidArgumentError } from 'commander';
import { addDataOptions, addExample, type DataOptions } from '../common-options.ts';
import { paint } from '../output/paint.ts';
import { loadSettings } from '../load-settings.ts';

interface UpOptions extends DataOptions {
  readonly demo?: boolean;
  readonly port?: number;
  readonly host?: string;
}

export function addUpCommand(program: Command): void {
  const command = program
    .command('up', { isDefault: true })
    .description(
      'Run the server: web application, API, listeners and configured sources, in one process. The default command.',
    )
    .option('--demo', 'a simulated organisation under attack, in a data directory of its own')
    .option('--port <port>', 'port to listen on (default: 7171)', parsePort)
    .option('--host <address>', 'address to listen on (default: 127.0.0.1)');
  addDataOptions(command);
  addExample(command, 'trailwatch up --demo');
  command.action(up);
}

async function up(options: UpOptions): Promise<void> {
  const settings = await loadSettings(options);
  const config = {
    ...settings,
    server: { host: options.host ?? settings.server.host, port: options.port ?? settings.server.port },
  };
  const log = (line: string) => process.stderr.write(`${line}\n`);
  const { startServer } = await import('../../server/start-server.ts');
  const server = await startServer({ config, demo: options.demo === true, log });
  process.stdout.write(`Trailwatch ${server.version} is running at ${paint('bold', server.url)}\n`);
  if (server.generatedToken !== undefined) {
    process.stdout.write(`Admin token, shown this once: ${paint('bold', server.generatedToken)}\n`);
  }
  if (options.demo === true) process.stdout.write('All data is simulated. Ctrl-C stops it.\n');
  await new Promise<void>((resolve) => {
    process.once('SIGTERM', resolve);
    process.once('SIGINT', resolve);
  });
  log('stopping: letting what is being read become durable');
  await server.close();
  // A connection that a browser keeps open must not keep a stopped server alive.
  process.exit(0);
}

function parsePort(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new InvalidArgumentError('A port is a number from 0 to 65535.');
  return port;
}
