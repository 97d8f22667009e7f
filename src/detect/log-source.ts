import { isLogType, type LogType } from '../event/log-types.ts';
import type { LogSource } from './rule.ts';

type Types = readonly LogType[];

/** product/service → log types. Service names as SigmaHQ writes them, and as AWS does where SigmaHQ has none. */
const awsServices: Readonly<Record<string, Types>> = {
  cloudtrail: ['aws.cloudtrail'],
  vpcflow: ['aws.vpcflow', 'aws.tgwflow'],
  vpc_flow: ['aws.vpcflow', 'aws.tgwflow'],
  vpcflowlogs: ['aws.vpcflow', 'aws.tgwflow'],
  tgwflow: ['aws.tgwflow'],
  guardduty: ['aws.guardduty'],
  securityhub: ['aws.securityhub'],
  security_hub: ['aws.securityhub'],
  securitylake: ['aws.securitylake'],
  config: ['aws.config'],
  waf: ['aws.waf'],
  alb: ['aws.alb'],
  nlb: ['aws.nlb'],
  clb: ['aws.clb'],
  elb: ['aws.alb', 'aws.nlb', 'aws.clb'],
  s3access: ['aws.s3access'],
  s3: ['aws.s3access'],
  cloudfront: ['aws.cloudfront'],
  route53: ['aws.route53resolver'],
  route53resolver: ['aws.route53resolver'],
  route53_resolver: ['aws.route53resolver'],
  networkfirewall: ['aws.networkfirewall'],
  network_firewall: ['aws.networkfirewall'],
  eks: ['aws.eks_audit'],
  eks_audit: ['aws.eks_audit'],
  rds: ['aws.rds'],
  lambda: ['aws.lambda'],
  cloudwatch: ['aws.cloudwatch_logs'],
  cloudwatch_logs: ['aws.cloudwatch_logs'],
  eventbridge: ['aws.eventbridge'],
  sns: ['aws.sns'],
  s3_notification: ['aws.s3_notification'],
};

const awsTypes: Types = [...new Set(Object.values(awsServices).flat())];
const unixTypes: Types = ['syslog', 'app.text', 'aws.cloudwatch_logs'];
const accessTypes: Types = ['app.access', 'aws.alb', 'aws.clb', 'aws.cloudfront'];

const categories: Readonly<Record<string, Types>> = {
  webserver: accessTypes,
  web: accessTypes,
  proxy: [],
  dns: ['aws.route53resolver'],
  firewall: ['aws.vpcflow', 'aws.tgwflow', 'aws.networkfirewall'],
  application: ['app.json', 'app.logfmt', 'app.text', 'app.csv', 'aws.cloudwatch_logs', 'aws.lambda'],
  database: ['aws.rds'],
};

/** Unix services whose lines arrive by syslog or a log agent; `auditd` and eBPF sensors need formats that none here reads. */
const unixServices = new Set([
  'syslog',
  'auth',
  'sshd',
  'sudo',
  'cron',
  'vsftpd',
  'clamav',
  'modsecurity',
  'guacamole',
]);
const webServices = new Set(['apache', 'nginx', 'httpd']);

/**
 * The log types that a log source means here. 'any' where the rule names none; [] where nothing here produces it:
 * such a rule compiles and is never asked. `product: trailwatch` with a log type as service names that type.
 */
export function logTypesOf({ product, service, category }: LogSource): Types | 'any' {
  if (product === null && service === null && category === null) return 'any';
  if (product === 'trailwatch') return service === null ? 'any' : isLogType(service) ? [service] : [];
  const sets = [
    product === null ? null : productTypes(product, service),
    category === null ? null : own(categories, category),
    product === null && service !== null ? serviceTypes(service) : null,
  ].filter((types) => types !== null);
  const [first = [], ...rest] = sets;
  return first.filter((type) => rest.every((types) => types.includes(type)));
}

function productTypes(product: string, service: string | null): Types {
  if (product === 'aws') return service === null ? awsTypes : own(awsServices, service);
  if (product === 'kubernetes') return service === null || service === 'audit' ? ['aws.eks_audit'] : [];
  if (product === 'linux' || product === 'unix')
    return service === null ? unixTypes : unixServices.has(service) ? unixTypes : [];
  if (webServices.has(product)) return ['app.access'];
  if (applicationProducts.has(product)) return categories['application'] ?? [];
  return [];
}

const applicationProducts = new Set([
  'django',
  'jvm',
  'nodejs',
  'python',
  'ruby_on_rails',
  'spring',
  'sql',
  'velocity',
]);

function serviceTypes(service: string): Types {
  if (webServices.has(service)) return ['app.access'];
  return unixServices.has(service) ? unixTypes : own(awsServices, service);
}

function own(table: Readonly<Record<string, Types>>, key: string): Types {
  return Object.hasOwn(table, key) ? (table[key] ?? []) : [];
}
