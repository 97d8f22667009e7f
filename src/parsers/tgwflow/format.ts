import { createFlowLines, isHeader, isVersion } from '../flow-lines.ts';
import type { TextFormat } from '../parser.ts';
import { tgwFlow } from './columns.ts';

/** More than there are fields. */
const columnsMax = 100;

export const tgwFlowFormat: TextFormat = {
  kind: 'text',
  logType: 'aws.tgwflow',
  knownFields: new Set(tgwFlow.columns.keys()),
  detect(lines) {
    const records = lines
      .map((line) => line.trim().split(' ', columnsMax))
      .filter((values) => values.length > 1);
    const [first] = records;
    if (first === undefined) return 0;
    if (tgwFlow.columns.has(first[0] ?? '')) {
      return isHeader(tgwFlow, first) && first.some((name) => name.startsWith('tgw-')) ? 1 : 0;
    }
    let score = 0;
    for (const values of records) score += scoreOfRecord(values);
    return score / records.length;
  },
  open: (options) => createFlowLines(tgwFlow, options),
};

function scoreOfRecord(values: readonly string[]): number {
  if (!isVersion(values[0] ?? '') || !values.some((value) => /^tgw-(?:attach-)?[0-9a-z]+$/.test(value)))
    return 0;
  return values.length === tgwFlow.defaultOrder.length && values[1] === 'TransitGateway' ? 0.98 : 0.85;
}
