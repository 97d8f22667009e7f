import type { LogType } from '../event/log-types.ts';
import { normalizeCloudTrail } from './cloudtrail/cloudtrail.ts';
import type { Normalizer } from './normalizer.ts';
import { textNormalizers } from './text-normalizers.ts';

/** The normalizer of each log type. */
export const normalizers: Partial<Record<LogType, Normalizer>> = {
  ...textNormalizers,
  'aws.cloudtrail': normalizeCloudTrail,
};
