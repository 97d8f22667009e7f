import type { LogType } from '../event/log-types.ts';
import { type Expr, type FieldRef, fieldName } from './ir.ts';

/**
 * Sigma's own field names for generic log sources (webserver, dns), as the formats here call them. Names from Sigma's taxonomy
 * appendix: https://github.com/SigmaHQ/sigma-specification. Formats that use them as they are need no entry.
 */
const nativeNames: Partial<Record<LogType, Readonly<Record<string, string>>>> = {
  'app.access': { 'c-useragent': 'cs-user-agent', 'c-uri-query': 'cs-uri-query' },
  'aws.alb': loadBalancer(),
  'aws.clb': loadBalancer(),
  'aws.cloudfront': {
    'c-uri': 'cs-uri-stem',
    'c-uri-query': 'cs-uri-query',
    'c-useragent': 'user_agent',
    'cs-user-agent': 'user_agent',
    'cs-cookie': 'cs(Cookie)',
    'cs-host': 'cs(Host)',
    'cs-referer': 'cs(Referer)',
  },
  'aws.route53resolver': { query: 'query_name', record_type: 'query_type', answer: 'answers.Rdata' },
};

function loadBalancer(): Readonly<Record<string, string>> {
  return {
    'c-ip': 'src_ip',
    'c-useragent': 'user_agent',
    'cs-host': 'domain_name',
    'cs-method': 'operation',
    'cs-user-agent': 'user_agent',
    'sc-status': 'elb_status_code',
  };
}

/** The name that a log type has for a field of Sigma's taxonomy; the name itself where there is none. */
export function nativeName(logType: LogType, name: string): string {
  const names = nativeNames[logType];
  return names !== undefined && Object.hasOwn(names, name) ? (names[name] ?? name) : name;
}

/** The expression with the log type's own field names. */
export function withNativeNames(expr: Expr, logType: LogType): Expr {
  if (nativeNames[logType] === undefined) return expr;
  const rename = (field: FieldRef): FieldRef => {
    const name = fieldName(field);
    const native = field.kind === 'raw' ? name : nativeName(logType, name);
    return native === name ? field : { kind: 'path', parts: native.split('.') };
  };
  return renameFields(expr, rename);
}

function renameFields(expr: Expr, rename: (field: FieldRef) => FieldRef): Expr {
  switch (expr.kind) {
    case 'constant':
      return expr;
    case 'and':
    case 'or':
    case 'atleast':
      return { ...expr, of: expr.of.map((part) => renameFields(part, rename)) };
    case 'not':
      return { ...expr, of: renameFields(expr.of, rename) };
    case 'members':
      // The body's names are those of the members.
      return { ...expr, field: rename(expr.field) };
    case 'test': {
      const { test } = expr;
      const renamed = test.kind === 'field' ? { ...test, other: rename(test.other) } : test;
      return { ...expr, field: rename(expr.field), test: renamed };
    }
  }
}
