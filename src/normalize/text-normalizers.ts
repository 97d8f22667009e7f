import type { LogType } from '../event/log-types.ts';
import { normalizeAccess } from './access.ts';
import type { Normalizer } from './normalizer.ts';
import { normalizeText } from './text.ts';
import { normalizeTgwFlow, normalizeVpcFlow } from './vpcflow.ts';

/** Normalizers of the text formats, by log type. */
export const textNormalizers: Partial<Record<LogType, Normalizer>> = {
  'aws.vpcflow': normalizeVpcFlow,
  'aws.tgwflow': normalizeTgwFlow,
  'app.access': normalizeAccess,
  'app.text': normalizeText,
};
