import type { Assets } from './assets.ts';
import { customerAgents, customerIp } from './app-logs.ts';
import type { Random } from './prng.ts';
import type { Burst } from './record.ts';

/** Application Load Balancer access logs of the shop. */
export function createAlbLogs(assetsOf: (random: Random) => Assets, random: Random): Burst {
  return createEdgeLogs(assetsOf, random, albLine);
}

/** AWS WAF logs of the shop: most requests pass, a few are counted or blocked. */
export function createWafLogs(assetsOf: (random: Random) => Assets, random: Random): Burst {
  return createEdgeLogs(assetsOf, random, wafRecord);
}

type EdgeWriter = (assets: Assets, client: string, agent: string, timeMs: number, random: Random) => string;

function createEdgeLogs(assetsOf: (random: Random) => Assets, random: Random, write: EdgeWriter): Burst {
  return (startMs, endMs, limit, sink) => {
    const assets = assetsOf(random);
    const count = Math.min(limit, random.between(2, 12));
    const client = customerIp(random);
    const agent = random.pick(customerAgents);
    let timeMs = startMs;
    for (let i = 0; i < count; i++) {
      sink(timeMs, assets.account.id, assets.region, write(assets, client, agent, timeMs, random));
      timeMs = Math.min(endMs - 1, timeMs + random.between(20, 3000));
    }
    return count;
  };
}

const paths = [
  '/',
  '/catalog',
  '/cart',
  '/checkout',
  '/api/orders',
  '/api/stock',
  '/search',
  '/account/login',
  '/static/app.js',
];

function albLine(assets: Assets, client: string, agent: string, timeMs: number, random: Random): string {
  const time = new Date(timeMs).toISOString().replace('Z', '000Z');
  const balancer = random.pickSkewed(assets.of('loadBalancer'));
  const target = `${random.pickSkewed(assets.of('privateIp'))}:8080`;
  const status = random.pick([200, 200, 200, 200, 200, 200, 302, 304, 404, 502]);
  const trace = `Root=1-${Math.floor(timeMs / 1000).toString(16)}-${random.hex(24)}`;
  const group = `arn:aws:elasticloadbalancing:${assets.region}:${assets.account.id}:${random.pickSkewed(assets.of('targetGroup'))}`;
  const took = `0.${String(random.between(1, 900)).padStart(3, '0')}`;
  return `h2 ${time} ${balancer} ${client}:${random.between(1024, 65_535)} ${target} 0.000 ${took} 0.000 ${status} ${status} ${random.between(60, 900)} ${random.between(200, 90_000)} "${random.pick(['GET', 'GET', 'POST'])} https://shop.example.com:443${random.pick(paths)} HTTP/2.0" "${agent}" TLS_AES_128_GCM_SHA256 TLSv1.3 ${group} "${trace}" "shop.example.com" "arn:aws:acm:${assets.region}:${assets.account.id}:certificate/${random.uuid()}" ${random.between(0, 20)} ${time} "waf,forward" "-" "-" "${target}" "${status}" "-" "-" TID_${random.hex(32)}`;
}

const ruleGroups = [
  'AWSManagedRulesCommonRuleSet',
  'AWSManagedRulesKnownBadInputsRuleSet',
  'AWSManagedRulesAmazonIpReputationList',
];

function wafRecord(assets: Assets, client: string, agent: string, timeMs: number, random: Random): string {
  const blocked = random.chance(0.03);
  const group = random.pick(ruleGroups);
  return JSON.stringify({
    timestamp: Math.floor(timeMs),
    formatVersion: 1,
    webaclId: `arn:aws:wafv2:${assets.region}:${assets.account.id}:regional/webacl/shop/${random.uuid()}`,
    terminatingRuleId: blocked ? `AWS-${group}` : 'Default_Action',
    terminatingRuleType: blocked ? 'MANAGED_RULE_GROUP' : 'REGULAR',
    action: blocked ? 'BLOCK' : 'ALLOW',
    terminatingRuleMatchDetails: [],
    httpSourceName: 'ALB',
    httpSourceId: `${assets.account.id}-${random.pickSkewed(assets.of('loadBalancer'))}`,
    ruleGroupList: ruleGroups.map((name) => ({
      ruleGroupId: `AWS#${name}`,
      terminatingRule:
        blocked && name === group
          ? { ruleId: 'NoUserAgent_HEADER', action: 'BLOCK', ruleMatchDetails: null }
          : null,
      nonTerminatingMatchingRules: [],
      excludedRules: null,
      customerConfig: null,
    })),
    rateBasedRuleList: [],
    nonTerminatingMatchingRules: [],
    requestHeadersInserted: null,
    responseCodeSent: null,
    httpRequest: {
      clientIp: client,
      country: random.pick(['PT', 'DE', 'US', 'AU', 'FR', 'ES']),
      headers: [
        { name: 'host', value: 'shop.example.com' },
        { name: 'user-agent', value: agent },
        { name: 'accept', value: '*/*' },
      ],
      uri: random.pick(paths),
      args: random.chance(0.4) ? `v=${random.hex(4)}` : '',
      httpVersion: 'HTTP/2.0',
      httpMethod: random.pick(['GET', 'GET', 'POST']),
      requestId: `1-${Math.floor(timeMs / 1000).toString(16)}-${random.hex(24)}`,
    },
    labels: blocked ? [{ name: `awswaf:managed:aws:core-rule-set:NoUserAgent_Header` }] : [],
    ja4Fingerprint: `t13d1516h2_${random.hex(12)}_${random.hex(12)}`,
  });
}
