import type { Command } from 'commander';
import packageJson from '../../../package.json' with { type: 'json' };
import { errorLine, TrailwatchError } from '../../base/errors.ts';
import { addDataOptions, addExample, type DataOptions } from '../common-options.ts';
import { paint } from '../output/paint.ts';
import { visibleText } from '../output/visible-text.ts';
import { loadSettings } from '../load-settings.ts';

export function addDoctorCommand(program: Command): void {
  const command = program
    .command('doctor')
    .description(
      'Check that this installation can work: runtime, configuration, data directory, engine, rules, disk.',
    )
    .option('--json', 'one JSON object');
  addDataOptions(command);
  addExample(command, 'trailwatch doctor');
  command.action(doctor);
}

async function doctor(options: DataOptions & { readonly json?: boolean }): Promise<void> {
  const { runChecks } = await import('../../server/doctor.ts');
  const settings = await loadSettings(options).catch((error: unknown) => {
    if (error instanceof TrailwatchError) return error;
    throw error;
  });
  const checks =
    settings instanceof TrailwatchError
      ? [{ name: 'configuration', ok: false, detail: errorLine(settings) }]
      : await runChecks(settings);
  const ok = checks.every((check) => check.ok);
  if (options.json === true) {
    process.stdout.write(
      `${JSON.stringify({ ok, version: packageJson.version, node: process.version, checks }, null, 2)}\n`,
    );
  } else {
    for (const check of checks) {
      process.stdout.write(
        `${check.ok ? paint('green', 'ok  ') : paint('red', 'FAIL')}  ${check.name}: ${visibleText(check.detail)}\n`,
      );
    }
  }
  if (!ok) process.exitCode = 1;
}
