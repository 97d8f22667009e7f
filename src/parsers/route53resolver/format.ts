import type { JsonFormat } from '../parser.ts';

export const route53Resolver: JsonFormat = {
  kind: 'json',
  logType: 'aws.route53resolver',
  matches(value) {
    return typeof value['query_name'] === 'string' && typeof value['query_type'] === 'string';
  },
  knownFields: new Set([
    'version',
    'account_id',
    'region',
    'vpc_id',
    'query_timestamp',
    'query_name',
    'query_type',
    'query_class',
    'rcode',
    'answers',
    'srcaddr',
    'srcport',
    'transport',
    'srcids',
    'firewall_rule_action',
    'firewall_rule_group_id',
    'firewall_domain_list_id',
    'firewall_protection',
  ]),
};
