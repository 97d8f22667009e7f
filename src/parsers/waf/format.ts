import type { JsonFormat } from '../parser.ts';
import { isFields } from '../json-values.ts';

export const waf: JsonFormat = {
  kind: 'json',
  logType: 'aws.waf',
  matches(value) {
    return typeof value['webaclId'] === 'string' && isFields(value['httpRequest']);
  },
  knownFields: new Set([
    'action',
    'captchaResponse',
    'challengeResponse',
    'clientAsn',
    'ConnectionId',
    'excessRuleLabelsCount',
    'formatVersion',
    'forwardedAsn',
    'httpRequest',
    'httpSourceId',
    'httpSourceName',
    'ja3Fingerprint',
    'ja4Fingerprint',
    'labels',
    'nonTerminatingMatchingRules',
    'oversizeFields',
    'rateBasedRuleList',
    'requestBodySize',
    'requestBodySizeInspectedByWAF',
    'requestHeadersInserted',
    'responseCodeSent',
    'ruleGroupList',
    'terminatingRuleId',
    'terminatingRuleMatchDetails',
    'terminatingRuleType',
    'timestamp',
    'webaclId',
  ]),
};
