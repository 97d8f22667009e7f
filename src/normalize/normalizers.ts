import type { LogType } from '../event/log-types.ts';
import { normalizeApplication, normalizeCloudWatchLogs } from './application.ts';
import { normalizeCloudTrail } from './cloudtrail/cloudtrail.ts';
import { normalizeCloudTrailDigest } from './cloudtrail-digest.ts';
import { normalizeConfig } from './config.ts';
import { normalizeEksAudit } from './eks-audit.ts';
import { normalizeEventBridge } from './eventbridge.ts';
import { normalizeGuardDuty } from './guardduty.ts';
import { normalizeLambda } from './lambda.ts';
import { normalizeNetworkFirewall } from './networkfirewall.ts';
import type { Normalizer } from './normalizer.ts';
import { normalizeOcsf } from './ocsf.ts';
import { normalizeRoute53Resolver } from './route53resolver.ts';
import { normalizeS3Notification } from './s3-notification.ts';
import { normalizeSecurityHub } from './securityhub.ts';
import { normalizeSns } from './sns.ts';
import { textNormalizers } from './text-normalizers.ts';
import { normalizeWaf } from './waf.ts';

/** The normalizer of each log type. */
export const normalizers: Partial<Record<LogType, Normalizer>> = {
  ...textNormalizers,
  'aws.cloudtrail': normalizeCloudTrail,
  'aws.cloudtrail_digest': normalizeCloudTrailDigest,
  'aws.guardduty': normalizeGuardDuty,
  'aws.securityhub': normalizeSecurityHub,
  'aws.securitylake': normalizeOcsf,
  'aws.config': normalizeConfig,
  'aws.waf': normalizeWaf,
  'aws.route53resolver': normalizeRoute53Resolver,
  'aws.networkfirewall': normalizeNetworkFirewall,
  'aws.eks_audit': normalizeEksAudit,
  'aws.lambda': normalizeLambda,
  'aws.cloudwatch_logs': normalizeCloudWatchLogs,
  'aws.eventbridge': normalizeEventBridge,
  'aws.sns': normalizeSns,
  'aws.s3_notification': normalizeS3Notification,
  'app.json': normalizeApplication,
};
