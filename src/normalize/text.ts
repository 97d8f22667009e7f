import { parseTimestamp } from '../base/timestamps.ts';
import type { Normalizer } from './normalizer.ts';
import { textOf } from './read.ts';
import { severityOfWord } from './severity.ts';
import { addTextEntities } from './text-entities.ts';

export const normalizeText: Normalizer = ({ fields, envelope }, columns, entities) => {
  const time = parseTimestamp(textOf(fields['timestamp']), envelope.timeMs);
  if (time !== null) columns.time = time;
  columns.severity = severityOfWord(fields['level']);
  columns.message = textOf(fields['message']);
  addTextEntities(columns.message, entities);
  return null;
};
