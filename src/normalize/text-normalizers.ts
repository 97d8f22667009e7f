import type { LogType } from '../event/log-types.ts';
import type { Normalizer } from './normalizer.ts';

/** Normalizers of the text formats, by log type. */
export const textNormalizers: Partial<Record<LogType, Normalizer>> = {};
