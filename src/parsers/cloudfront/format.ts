import type { LineParser, TextFormat } from '../parser.ts';
import { type Column, malformed, type MutableFields, numberOrText, setField } from '../fields.ts';
import { cloudFrontColumn, cloudFrontFields, version1 } from './columns.ts';

/** W3C extended log format: tabs in version 1, any of these in version 2. */
const columnsMax = 200;
const delimiters = ['\t', ',', '|', ';', ' '];

export const cloudFrontFormat: TextFormat = {
  kind: 'text',
  logType: 'aws.cloudfront',
  knownFields: cloudFrontFields,
  detect(lines) {
    const header = lines.find((line) => line.startsWith('#Fields:'));
    if (header !== undefined)
      return /[\s,|;](?:x-edge-|x-host-header|timestamp\(ms\)|DistributionId)/.test(header) ? 1 : 0;
    const [first = ''] = lines;
    // The version line comes first in other W3C logs too: the next line decides.
    if (/^#Version: \d/.test(first)) return 0.5;
    const records = lines.filter((line) => line !== '');
    return records.length === 0 ? 0 : (0.95 * records.filter(isVersion1).length) / records.length;
  },
  open: createCloudFrontLines,
};

function isVersion1(line: string): boolean {
  const values = line.split('\t', columnsMax);
  return (
    values.length >= 24 && /^\d{4}-\d\d-\d\d$/.test(values[0] ?? '') && /^[A-Z]{3}\d+/.test(values[2] ?? '')
  );
}

function createCloudFrontLines(): LineParser {
  let columns: readonly Column[] = version1;
  let delimiter: string | null = null;
  return {
    parse(line) {
      if (line.startsWith('#')) {
        if (line.startsWith('#Fields:')) {
          columns = line
            .slice('#Fields:'.length)
            .trim()
            .split(/[\s,|;]+/)
            .map(cloudFrontColumn);
          delimiter = null;
        }
        return undefined;
      }
      if (line.trim() === '') return undefined;
      delimiter ??=
        delimiters.find((candidate) => line.split(candidate, columnsMax).length === columns.length) ?? null;
      const values = line.split(delimiter ?? '\t', columnsMax);
      if (values.length < Math.min(columns.length, fieldsMin)) {
        throw malformed(
          `the CloudFront record has ${values.length} fields where the header names ${columns.length}`,
        );
      }
      return fieldsOf(values, columns);
    },
  };
}

/** Old version 1 files have fewer fields than today's default; up to the query string all have them. */
const fieldsMin = 12;

function fieldsOf(values: readonly string[], columns: readonly Column[]): MutableFields {
  const fields: MutableFields = {};
  for (let i = 0; i < values.length; i += 1) {
    const value = values[i];
    if (value === undefined || value === '-' || value === '') continue;
    const column = columns[i];
    if (column === undefined) fields[`field_${i + 1}`] = value;
    else setField(fields, column.name, column.isNumber ? numberOrText(value) : value);
  }
  return fields;
}
