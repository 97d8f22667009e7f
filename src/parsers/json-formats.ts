import { cloudTrail } from './cloudtrail/format.ts';
import type { JsonFormat } from './parser.ts';

/** Every JSON format, asked in this order: the first that recognises an object has it. Any other object is app.json. */
export const jsonFormats: readonly JsonFormat[] = [cloudTrail];
