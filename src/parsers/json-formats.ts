import { cloudFrontJson } from './cloudfront/json-format.ts';
import { cloudTrail } from './cloudtrail/format.ts';
import { cloudTrailDigest } from './cloudtrail-digest/format.ts';
import { config } from './config/format.ts';
import { eksAudit } from './eks-audit/format.ts';
import { guardDuty } from './guardduty/format.ts';
import { lambda } from './lambda/format.ts';
import { networkFirewall } from './networkfirewall/format.ts';
import type { JsonFormat } from './parser.ts';
import { route53Resolver } from './route53resolver/format.ts';
import { s3Notification } from './s3-notification/format.ts';
import { securityHub } from './securityhub/format.ts';
import { securityLake } from './securitylake/format.ts';
import { sns } from './sns/format.ts';
import { waf } from './waf/format.ts';

/** Every JSON format, asked in this order: the first that recognises an object has it. Any other object is app.json. */
export const jsonFormats: readonly JsonFormat[] = [
  cloudTrail,
  waf,
  route53Resolver,
  cloudFrontJson,
  eksAudit,
  networkFirewall,
  guardDuty,
  securityHub,
  securityLake,
  config,
  lambda,
  s3Notification,
  cloudTrailDigest,
  sns,
];
