import type { Shape } from '../template.ts';

/** A plausible value for a field of this name. */
export function leaf(name: string): Shape {
  const known = leafRules.find(([pattern]) => pattern.test(name));
  return known?.[1] ?? '<word>';
}

const leafRules: readonly (readonly [RegExp, Shape])[] = [
  [/Arns?$|ARN$/, 'arn:aws:iam::<account>:role/<role>'],
  [/[rR]ole$/, 'arn:aws:iam::<account>:role/<role>'],
  [/[sS]ubnets?(Ids?)?$/, '<subnet>'],
  [/[sS]ecurityGroupId(s|List)?$/, '<securityGroup>'],
  [/[kK]msKey|KMSKey/, 'arn:aws:kms:<region>:<account>:key/<kmsKey>'],
  [/vpcId$/, '<vpc>'],
  [/[bB]ucket(Name)?$/, '<bucket>'],
  [/^(account|awsAccount)Id$|[oO]wner$/, '<account>'],
  [/[iI]ds?$|Identifier$/, '<hex:12>'],
  [
    /[eE]nabled$|[dD]isabled$|^(is|enable|require|allow|include|publicly|auto|no|measure|bisect|retain|debug|multi|sampled|prevent|keep|exclude)|[sS]ensitive$/,
    '<#bool>',
  ],
  [
    /(Count|[sS]ize|Seconds|Minutes|Days|Hours|Millis|Limit|[pP]ort|[cC]apacity|[mM]emory|vCpus|Threshold|[tT]imeout|[pP]riority|Retries|Attempts|[aA]ttempts|Interval|Percent(age)?|Window|Validity|Rate|[wW]eight|TTL|ttl|vlan|asn|mtu|Nodes|Shards|Units?|Errors|Concurrency|Runs|Factor|Bound|Adjustment|Value)$/,
    '<#int:1:900>',
  ],
  [/Time$|At$/, '<time>'],
  [/(Uri|Url|URLs|[pP]ath|Location|fileInput|Input)$/, 's3://<bucket>/<word>/<hex:6>'],
  [/[vV]ersion$/, '<int:1:9>.<int:0:20>'],
  [/[sS]chedule(Expression)?$|^expression$/, 'cron(<int:0:59> <int:0:23> * * ? *)'],
  [/[iI]nstanceTypes?$/, '<pick:m7g.large|c7g.xlarge|r7g.large>'],
  [/[nN]ame$/, '<name>'],
  [/description$|Description$/, 'Managed by Terraform for <team>'],
  [
    /(Template|Settings|Mappings|[pP]attern|[pP]olicyText|content|[qQ]uery|alarmRule|Values?|sql|input)$/,
    'HIDDEN_DUE_TO_SECURITY_REASONS',
  ],
];
