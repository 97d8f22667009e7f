import type { LogType } from '../event/log-types.ts';
import { normalizeAccess } from './access.ts';
import { normalizeCloudFront } from './cloudfront.ts';
import { normalizeAlb, normalizeClb, normalizeNlb } from './load-balancers.ts';
import type { Normalizer } from './normalizer.ts';
import { normalizeRds } from './rds.ts';
import { normalizeS3Access } from './s3access.ts';
import { normalizeSyslog } from './syslog.ts';
import { normalizeTabular } from './tabular.ts';
import { normalizeText } from './text.ts';
import { normalizeTgwFlow, normalizeVpcFlow } from './vpcflow.ts';

/** Normalizers of the text formats, by log type. */
export const textNormalizers: Partial<Record<LogType, Normalizer>> = {
  'aws.vpcflow': normalizeVpcFlow,
  'aws.tgwflow': normalizeTgwFlow,
  'aws.alb': normalizeAlb,
  'aws.nlb': normalizeNlb,
  'aws.clb': normalizeClb,
  'aws.s3access': normalizeS3Access,
  'aws.cloudfront': normalizeCloudFront,
  'aws.rds': normalizeRds,
  'app.access': normalizeAccess,
  'app.logfmt': normalizeTabular,
  'app.csv': normalizeTabular,
  'app.text': normalizeText,
  syslog: normalizeSyslog,
};
