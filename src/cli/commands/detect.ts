import type { Command } from 'commander';
import { createDetector } from '../../detect/detector.ts';
import { loadRules } from '../../detect/load-rules.ts';
import type { Finding } from '../../event/finding.ts';
import { createEnricher } from '../../normalize/enrich/enricher.ts';
import { builtInRulesPath } from '../../server/built-in.ts';
import { addExample, collect } from '../common-options.ts';
import { reportDeadLetter } from '../output/report-dead-letter.ts';
import { visibleText } from '../output/visible-text.ts';
import { writeLine } from '../output/write-line.ts';
import { parseLogType, processPaths, Tally } from '../process-paths.ts';

interface DetectOptions {
  readonly rules?: readonly string[];
  readonly includeDefaults?: boolean;
  readonly type?: string;
}

export function addDetectCommand(program: Command): void {
  const command = program
    .command('detect')
    .description('Run detection over files and print findings as NDJSON. Nothing is stored.')
    .argument('<paths...>', 'files, folders, or - for standard input')
    .option('--rules <dir>', 'rules instead of the built-in ones; may be repeated', collect)
    .option('--include-defaults', 'the built-in rules as well as --rules')
    .option('--type <log-type>', 'skip detection of the format')
    .option('--json', 'the default: one JSON object a line');
  addExample(command, 'trailwatch detect my-cloudtrail/ --rules my-rules/ --include-defaults');
  command.action(detect);
}

async function detect(paths: readonly string[], options: DetectOptions): Promise<void> {
  const given = options.rules ?? [];
  const withDefaults = given.length === 0 || options.includeDefaults === true;
  const load = await loadRules(withDefaults ? [builtInRulesPath, ...given] : given);
  for (const { file, line, code, message } of load.refused) {
    process.stderr.write(
      `trailwatch: ${visibleText(`${file}${line === null ? '' : `:${line}`}: ${message}`)} (${code})\n`,
    );
  }
  const enricher = await createEnricher({});
  const tally = new Tally();
  const objects = processPaths(paths, {
    detector: createDetector(load.rules),
    forcedType: parseLogType(options.type),
    enrich: (columns) => enricher.enrich(columns),
  });
  for await (const { object, results } of objects) {
    tally.objects += 1;
    for await (const batch of results) {
      for (const result of batch) {
        if (result.kind === 'dead_letter') {
          reportDeadLetter(object, result.deadLetter, tally);
          continue;
        }
        tally.records += 1;
        for (const finding of result.findings) await writeLine(JSON.stringify(describe(finding)));
      }
    }
  }
  process.exitCode = tally.exitCode;
}

function describe(finding: Finding): Record<string, unknown> {
  return {
    rule: finding.rule,
    rule_name: finding.ruleName,
    severity: finding.severity,
    time: new Date(finding.timeMs).toISOString(),
    event_ids: finding.eventIds,
    group: finding.group,
    sentence: finding.sentence,
    attack: finding.attack,
    account_id: finding.accountId,
    region: finding.region,
    actor: finding.actor,
    src_ip: finding.srcIp,
    resource: finding.resource,
  };
}
