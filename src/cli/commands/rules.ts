import type { Command } from 'commander';
import { builtInRulesPath } from '../../server/built-in.ts';
import { knownPathsOf } from '../../parsers/known-fields.ts';
import { lintRules } from '../../detect/lint-rules.ts';
import { loadRules } from '../../detect/load-rules.ts';
import type { RuleProblem, RuleWarning } from '../../detect/rule.ts';
import { runSamples } from '../../detect/run-samples.ts';
import { makeSampleEvent } from '../../pipeline/sample-event.ts';
import { addExample } from '../common-options.ts';
import { formatRows } from '../output/format-rows.ts';
import { visibleText } from '../output/visible-text.ts';
import { paint } from '../output/paint.ts';

export function addRulesCommand(program: Command): void {
  const group = program
    .command('rules')
    .description('Detection rules: check them, try their samples, list them.');

  const lint = group
    .command('lint')
    .description('Compile rules and point out what is wrong or suspicious in them.')
    .argument('[paths...]', 'files or folders; the built-in rules where none is given')
    .option('--json', 'one JSON object');
  addExample(lint, 'trailwatch rules lint my-rules/').action(lintCommand);

  const test = group
    .command('test')
    .description('Run the samples that rules carry, through the same parser and matcher as live events.')
    .argument('[paths...]', 'files or folders; the built-in rules where none is given')
    .option('--json', 'one JSON object a failed sample, then a summary');
  addExample(test, 'trailwatch rules test my-rules/').action(testCommand);

  const list = group
    .command('list')
    .description('List rules with level, log types and ATT&CK techniques.')
    .argument('[paths...]', 'files or folders; the built-in rules where none is given')
    .option('--json', 'one JSON object a rule');
  addExample(list, 'trailwatch rules list').action(listCommand);
}

interface JsonOption {
  readonly json?: boolean;
}

async function lintCommand(paths: readonly string[], options: JsonOption): Promise<void> {
  const report = lintRules(await loadRules(orBuiltIn(paths)), { knownFields: knownPathsOf });
  if (options.json === true) {
    process.stdout.write(`${JSON.stringify(report)}\n`);
  } else {
    for (const problem of [...report.refused, ...report.warnings]) process.stdout.write(problemLine(problem));
    process.stdout.write(
      `${report.rules} rules: ${report.compiled} compiled, ${report.refused.length} refused, ${report.warnings.length} warnings\n`,
    );
  }
  if (report.refused.length > 0) process.exitCode = 1;
}

function problemLine(problem: RuleProblem | RuleWarning): string {
  const place = problem.line === null ? problem.file : `${problem.file}:${problem.line}`;
  const code = problem.code.startsWith('TW_') ? paint('red', problem.code) : paint('yellow', problem.code);
  const hint = 'hint' in problem && problem.hint !== undefined ? ` — ${problem.hint}` : '';
  return `${visibleText(place)}: ${code} ${visibleText(problem.message + hint)}\n`;
}

async function testCommand(paths: readonly string[], options: JsonOption): Promise<void> {
  const load = await loadRules(orBuiltIn(paths));
  const report = runSamples(load.rules, (sample, logType) => makeSampleEvent(logType, sample.event));
  const untested = load.rules.filter(({ samples }) => samples.match.length + samples.noMatch.length === 0);
  for (const failure of report.failures) {
    process.stdout.write(
      options.json === true
        ? `${JSON.stringify(failure)}\n`
        : `${paint('red', 'FAILED')} ${failure.file}:${failure.line}: '${failure.sample}' ${failure.message}\n`,
    );
  }
  const summary = {
    rules: load.rules.length,
    refused: load.refused.length,
    samples: report.samples,
    failed: report.failures.length,
    without_samples: untested.length,
  };
  if (options.json === true) process.stdout.write(`${JSON.stringify(summary)}\n`);
  else {
    for (const problem of load.refused) process.stdout.write(problemLine(problem));
    process.stdout.write(
      `${summary.rules} rules, ${summary.samples} samples: ${summary.failed} failed, ` +
        `${summary.without_samples} rules without samples, ${summary.refused} refused\n`,
    );
  }
  if (summary.failed > 0 || summary.refused > 0) process.exitCode = 1;
}

async function listCommand(paths: readonly string[], options: JsonOption): Promise<void> {
  const { rules } = await loadRules(orBuiltIn(paths));
  const rows = rules.map((rule) => ({
    id: rule.id,
    level: rule.severity,
    title: rule.title,
    log_types: rule.logTypes === 'any' ? ['any'] : [...rule.logTypes],
    attack: [...rule.attack],
    file: rule.file,
  }));
  if (options.json === true) {
    for (const row of rows) process.stdout.write(`${JSON.stringify(row)}\n`);
    return;
  }
  const columns = ['level', 'title', 'log_types', 'attack'] as const;
  process.stdout.write(
    formatRows(
      {
        columns: columns.map((name) => ({ name, type: 'String' })),
        rows: rows.map((row) =>
          columns.map((name) => (Array.isArray(row[name]) ? row[name].join(' ') : row[name])),
        ),
      },
      'table',
    ),
  );
  process.stdout.write(`${rows.length} rules\n`);
}

function orBuiltIn(paths: readonly string[]): readonly string[] {
  return paths.length > 0 ? paths : [builtInRulesPath];
}
