import type { Fields } from '../../event/event.ts';
import type { LogType } from '../../event/log-types.ts';
import { type MutableFields, setField } from '../fields.ts';
import { type FlowLogKind, flowColumn, isHeader } from '../flow-lines.ts';
import { recognizeJson } from '../recognize.ts';
import { tgwFlow } from '../tgwflow/columns.ts';
import { vpcFlow } from '../vpcflow/columns.ts';

/** What the rows of one file are. */
export interface RowKind {
  /** The same object where the columns have the names of the format already. */
  fieldsOf(values: MutableFields): Fields;
  logTypeOf(fields: Fields): LogType;
}

export function rowKindOf(columns: readonly string[], forcedType: LogType | undefined): RowKind {
  const flow = forcedType === undefined ? flowKindOf(columns) : flowKindOfType(forcedType);
  if (flow !== null) {
    const logType = forcedType ?? (flow === tgwFlow ? 'aws.tgwflow' : 'aws.vpcflow');
    return { fieldsOf: (values) => flowFields(flow, values), logTypeOf: () => logType };
  }
  // Security Lake keeps everything in OCSF, whose classes are numbered.
  const isOcsf =
    columns.includes('class_uid') && (columns.includes('metadata') || columns.includes('category_uid'));
  const otherType = forcedType ?? (isOcsf ? 'aws.securitylake' : null);
  return {
    fieldsOf: (values) => values,
    logTypeOf: (fields) => otherType ?? recognizeJson(fields) ?? 'app.json',
  };
}

function flowKindOf(columns: readonly string[]): FlowLogKind | null {
  const names = columns.map((name) => name.replaceAll('_', '-'));
  if (!names.includes('srcaddr') && !names.includes('interface-id') && !names.includes('pkt-srcaddr'))
    return null;
  const kind = names.some((name) => name.startsWith('tgw-')) ? tgwFlow : vpcFlow;
  return isHeader(kind, names) ? kind : null;
}

function flowKindOfType(logType: LogType): FlowLogKind | null {
  if (logType === 'aws.vpcflow') return vpcFlow;
  return logType === 'aws.tgwflow' ? tgwFlow : null;
}

/** AWS writes the columns of flow logs with underscores in Parquet; rules know the dashed names of the text format. */
function flowFields(kind: FlowLogKind, values: MutableFields): Fields {
  const fields: MutableFields = {};
  for (const [name, value] of Object.entries(values)) {
    if (value !== '-' && value !== '') setField(fields, flowColumn(kind, name).name, value);
  }
  return fields;
}
