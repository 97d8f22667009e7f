import { columnNames, columnsOf, fieldsByColumn, malformed } from '../fields.ts';
import type { TextFormat } from '../parser.ts';
import { splitQuoted } from '../quoted-fields.ts';

// Names and order: Elastic Load Balancing, "Access logs for your Classic Load Balancer".
const columns = columnsOf(`
  time elb client:port backend:port #request_processing_time #backend_processing_time #response_processing_time
  #elb_status_code #backend_status_code #received_bytes #sent_bytes request user_agent ssl_cipher ssl_protocol
`);

/** Up to the request line; the fields after it came in 2014. */
const fieldsMin = 12;
const record =
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z \S+ \S+:\d+ \S+ (?:-?[\d.]+ ){3}(?:\d+|-) (?:\d+|-) \d+ \d+ "/;

export const clbFormat: TextFormat = {
  kind: 'text',
  logType: 'aws.clb',
  knownFields: columnNames(columns),
  detect(lines) {
    const records = lines.filter((line) => line.trim() !== '');
    return records.length === 0
      ? 0
      : (0.97 * records.filter((line) => record.test(line)).length) / records.length;
  },
  open: () => ({
    parse(line) {
      if (line.trim() === '') return undefined;
      const values = splitQuoted(line);
      if (values === null) throw malformed('a quoted field has no closing quote');
      if (values.length < fieldsMin)
        throw malformed(`the CLB record has ${values.length} fields, fewer than ${fieldsMin}`);
      return fieldsByColumn(values, columns);
    },
  }),
};
