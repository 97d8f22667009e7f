import { readTimestamp } from '../../base/timestamps.ts';
import type { TextFormat } from '../parser.ts';
import { createTextLines } from './text-lines.ts';

/** What is left when no other format claims the lines, so the scores are low on purpose. */
export const textFormat: TextFormat = {
  kind: 'text',
  logType: 'app.text',
  knownFields: new Set(['timestamp', 'level', 'message']),
  detect(lines) {
    const first = lines.find((line) => line.trim() !== '');
    if (first === undefined) return 0;
    return readTimestamp(first, first.startsWith('[') ? 1 : 0) === null ? 0.1 : 0.3;
  },
  open: createTextLines,
};
