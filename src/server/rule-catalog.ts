import type { RuleDetail } from '../api/findings.ts';
import type { Rule, RuleLoad, RuleProblem } from '../detect/rule.ts';
import { logTypes } from '../event/log-types.ts';

/** The rules in force, as people look at them. */
export interface RuleCatalog {
  readonly rules: readonly Rule[];
  readonly refused: readonly RuleProblem[];
  find(id: string): RuleDetail | undefined;
  list(): Omit<RuleDetail, 'yaml'>[];
}

export function createRuleCatalog({ rules, refused, correlations }: RuleLoad): RuleCatalog {
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  return {
    rules,
    // A correlation is valid but does not run yet: it must not look as if it did.
    refused: [
      ...refused,
      ...correlations
        .filter(
          (correlation) =>
            !refused.some(({ file, line }) => file === correlation.file && line === correlation.line),
        )
        .map(({ file, line, title }) => ({
          file,
          line,
          code: 'TW_RULE_CORRELATION' as const,
          message: `'${title}' needs the correlation engine`,
        })),
    ],
    find(id) {
      const rule = byId.get(id);
      return rule === undefined ? undefined : describeRule(rule);
    },
    list() {
      return rules.map((rule) => {
        const { yaml: _, ...described } = describeRule(rule);
        return described;
      });
    },
  };
}

function describeRule(rule: Rule): RuleDetail {
  return {
    id: rule.id,
    title: rule.title,
    level: rule.severity,
    description: rule.description,
    yaml: rule.text,
    file: rule.file,
    log_types: rule.logTypes === 'any' ? Object.keys(logTypes) : [...rule.logTypes],
    tags: [...rule.tags],
    references: [...rule.references],
    falsepositives: [...rule.falsePositives],
    next_steps: [...rule.nextSteps],
    severity_reason: rule.severityReason,
    playbook: rule.playbook ?? '',
  };
}
