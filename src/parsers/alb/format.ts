import { columnNames, columnsOf, fieldsByColumn, malformed } from '../fields.ts';
import type { TextFormat } from '../parser.ts';
import { splitQuoted } from '../quoted-fields.ts';

// Names and order: Elastic Load Balancing, "Access logs for your Application Load Balancer". New fields come at the end.
const columns = columnsOf(`
  type time elb client:port target:port
  #request_processing_time #target_processing_time #response_processing_time #elb_status_code #target_status_code
  #received_bytes #sent_bytes request user_agent ssl_cipher ssl_protocol target_group_arn trace_id domain_name
  chosen_cert_arn #matched_rule_priority request_creation_time actions_executed redirect_url error_reason
  target:port_list target_status_code_list classification classification_reason conn_trace_id
  transformed_host transformed_uri request_transform_status
`);

/** Up to the user agent: what every version of the format has. */
const fieldsMin = 14;
const record = /^(?:https?|h2|grpcs?|wss?) \d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z \S+ \S+ \S+ -?[\d.]+ /;

export const albFormat: TextFormat = {
  kind: 'text',
  logType: 'aws.alb',
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
        throw malformed(`the ALB record has ${values.length} fields, fewer than ${fieldsMin}`);
      return fieldsByColumn(values, columns);
    },
  }),
};
