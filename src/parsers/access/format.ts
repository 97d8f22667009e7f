import type { TextFormat } from '../parser.ts';
import { createAccessLines } from './access-lines.ts';

const line = /^\S+(?: \S+){2,6} \[\d{1,2}\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d [+-]\d{4}\] "/;

export const accessFormat: TextFormat = {
  kind: 'text',
  logType: 'app.access',
  knownFields: 'open',
  detect(lines) {
    const records = lines.filter((text) => text.trim() !== '');
    if (records.length === 0) return 0;
    return (0.95 * records.filter((text) => line.test(text)).length) / records.length;
  },
  open: createAccessLines,
};
