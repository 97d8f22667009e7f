/** What lint can say of a rule that runs. Codes are the contract; messages are not. */
export const lintKinds = {
  LINT_UNKNOWN_FIELD: 'A field that the log type does not have.',
  LINT_NEVER_FIRES: 'No event can match: the conditions contradict each other or need an absent field.',
  LINT_ALWAYS_FIRES: 'Every event of the log type matches.',
  LINT_WILDCARD: 'A wildcard that contains, startswith or endswith says better.',
  LINT_MISSING_SAMPLES: 'No samples that must match, or none that must not.',
  LINT_MISSING_ID: 'No id: the file name stands in for it, and changes with it.',
  LINT_MISSING_LEVEL: 'No level: medium is assumed.',
  LINT_DEPRECATED: 'A construct that Sigma has given up.',
  LINT_STATUS: 'A rule that its author calls deprecated or unsupported.',
  LINT_UNUSED_SELECTION: 'A selection that the condition does not mention.',
  LINT_NO_LOG_TYPE: 'Nothing here produces the rule’s log source: it compiles and is never asked.',
  LINT_NULL_IN_LIST: 'null within a list of values; Sigma asks for a selection of its own.',
  LINT_SINGLE_ALL: 'The modifier all with a single value.',
  LINT_LEADING_ZERO:
    'An unquoted number whose text differs from its value, such as an account id with a leading zero.',
  LINT_CIDR_HOST_BITS: 'A network with host bits set; they are ignored.',
  LINT_UNKNOWN_KEY: 'A key that Sigma does not define.',
  LINT_FILTER_POSITIVE: 'A filter that keeps what its selection matches instead of dropping it.',
  LINT_FILTER_UNUSED: 'A filter that names no loaded rule.',
  LINT_BASE_RULE: 'A rule that only a correlation refers to: it raises no findings of its own.',
  LINT_SELECTORS_OFF:
    'Array selectors in a rule that does not say sigma-version: 3: the brackets are part of the name.',
} as const satisfies Record<string, string>;

export type LintKind = keyof typeof lintKinds;
