import { createFlowLines, isHeader, isVersion } from '../flow-lines.ts';
import type { TextFormat } from '../parser.ts';
import { vpcFlow } from './columns.ts';

/** More than there are fields. */
const columnsMax = 100;

export const vpcFlowFormat: TextFormat = {
  kind: 'text',
  logType: 'aws.vpcflow',
  knownFields: new Set(vpcFlow.columns.keys()),
  detect(lines) {
    const first = lines.find((line) => line.trim() !== '');
    if (first === undefined) return 0;
    const names = first.trim().split(' ', columnsMax);
    // A file of records that come without their header, such as what was sent to CloudWatch Logs.
    if (!vpcFlow.columns.has(names[0] ?? '')) return scoreOfRecords(lines);
    return isHeader(vpcFlow, names) && !names.some((name) => name.startsWith('tgw-')) ? 1 : 0;
  },
  open: (options) => createFlowLines(vpcFlow, options),
};

function scoreOfRecords(lines: readonly string[]): number {
  let records = 0;
  let alike = 0;
  let custom = 0;
  for (const line of lines) {
    const values = line.trim().split(' ', columnsMax);
    if (values.length === 1) continue;
    records += 1;
    if (isDefaultRecord(values)) alike += 1;
    else if (isCustomRecord(values)) custom += 1;
  }
  if (records === 0) return 0;
  return (0.98 * alike + 0.6 * custom) / records;
}

function isDefaultRecord(values: readonly string[]): boolean {
  const [version = '', account = '', , , , , , , , , start = '', end = '', action = '', status = ''] = values;
  return (
    values.length === vpcFlow.defaultOrder.length &&
    isVersion(version) &&
    /^(?:\d{12}|-|unknown)$/.test(account) &&
    /^\d{9,11}$/.test(start) &&
    /^\d{9,11}$/.test(end) &&
    /^(?:ACCEPT|REJECT|-)$/.test(action) &&
    /^(?:OK|NODATA|SKIPDATA)$/.test(status)
  );
}

/** An interface and two addresses: in an order that only the flow log's owner knows. */
function isCustomRecord(values: readonly string[]): boolean {
  const addresses = values.filter(
    (value) => /^\d{1,3}(?:\.\d{1,3}){3}$/.test(value) || /^[0-9a-f]*:[0-9a-f:]+$/.test(value),
  );
  return (
    addresses.length >= 2 &&
    values.some((value) => /^eni-[0-9a-z]+$/.test(value)) &&
    !values.some((value) => value.startsWith('tgw-'))
  );
}
