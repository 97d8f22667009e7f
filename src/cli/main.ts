import { CommanderError } from 'commander';
import { errorLine, TrailwatchError } from '../base/errors.ts';
import { createProgram } from './program.ts';

// A reader that goes away (`| head`) is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

try {
  await createProgram().parseAsync(process.argv);
} catch (error) {
  if (error instanceof CommanderError) {
    // Commander has printed its message already.
    process.exitCode = error.exitCode === 0 ? 0 : 2;
  } else if (error instanceof TrailwatchError) {
    process.stderr.write(`trailwatch: ${errorLine(error)}\n`);
    process.exitCode = 2;
  } else {
    process.stderr.write(
      `trailwatch: a defect: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    );
    process.exitCode = 2;
  }
}
