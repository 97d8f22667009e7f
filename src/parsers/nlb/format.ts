import { columnNames, columnsOf, fieldsByColumn, malformed } from '../fields.ts';
import type { TextFormat } from '../parser.ts';
import { splitQuoted } from '../quoted-fields.ts';

// Names and order: Elastic Load Balancing, "Access logs for your Network Load Balancer".
const columns = columnsOf(`
  type #version time elb listener client:port destination:port #connection_time #tls_handshake_time
  #received_bytes #sent_bytes incoming_tls_alert chosen_cert_arn chosen_cert_serial tls_cipher tls_protocol_version
  tls_named_group domain_name alpn_fe_protocol alpn_be_protocol alpn_client_preference_list tls_connection_creation_time
`);

const fieldsMin = 11;
const record = /^tls \d+\.\d+ \d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\S* net\/\S+ /;

export const nlbFormat: TextFormat = {
  kind: 'text',
  logType: 'aws.nlb',
  knownFields: columnNames(columns),
  detect(lines) {
    const records = lines.filter((line) => line.trim() !== '');
    return records.length === 0
      ? 0
      : (0.98 * records.filter((line) => record.test(line)).length) / records.length;
  },
  open: () => ({
    parse(line) {
      if (line.trim() === '') return undefined;
      const values = splitProtocols(line);
      if (values === null) throw malformed('a quoted field has no closing quote');
      if (values.length < fieldsMin)
        throw malformed(`the NLB record has ${values.length} fields, fewer than ${fieldsMin}`);
      return fieldsByColumn(values, columns);
    },
  }),
};

/** The protocols that the client offered are `"h2","http/1.1"`: one field of several quoted ones, kept as it is written. */
function splitProtocols(line: string): string[] | null {
  const start = line.indexOf(' "');
  const end = line.lastIndexOf('"');
  if (start < 0) return splitQuoted(line);
  if (end <= start + 1) return null;
  return [
    ...line.slice(0, start).split(' '),
    line.slice(start + 1, end + 1),
    ...line
      .slice(end + 1)
      .split(' ')
      .slice(1),
  ];
}
