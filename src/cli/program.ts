import { Command } from 'commander';
import packageJson from '../../package.json' with { type: 'json' };
import { addDeadLettersCommand } from './commands/deadletters.ts';
import { addDetectCommand } from './commands/detect.ts';
import { addDoctorCommand } from './commands/doctor.ts';
import { addIngestCommand } from './commands/ingest.ts';
import { addLedgerCommand } from './commands/ledger.ts';
import { addParseCommand } from './commands/parse.ts';
import { addQueryCommand } from './commands/query.ts';
import { addRulesCommand } from './commands/rules.ts';
import { addTailCommand } from './commands/tail.ts';
import { addUpCommand } from './commands/up.ts';

/**
 * The whole command line; building it has no effects, so that the reference page can be made from it.
 * Commands import the engine, the server and the pipeline when they run, not before: help and checks start fast.
 */
export function createProgram(): Command {
  const program = new Command('trailwatch')
    .description('The central logging account in a box: collect, detect, search and respond over AWS logs.')
    .version(packageJson.version)
    .showHelpAfterError('(add --help for usage and an example)')
    .exitOverride()
    .configureHelp({ sortOptions: false });
  for (const add of [
    addUpCommand,
    addIngestCommand,
    addDetectCommand,
    addParseCommand,
    addQueryCommand,
    addTailCommand,
    addRulesCommand,
    addLedgerCommand,
    addDeadLettersCommand,
    addDoctorCommand,
  ]) {
    add(program);
  }
  return program;
}
