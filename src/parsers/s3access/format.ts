import { columnNames, columnsOf, fieldsByColumn, malformed } from '../fields.ts';
import type { TextFormat } from '../parser.ts';
import { splitQuoted } from '../quoted-fields.ts';

// Order: Amazon S3 User Guide, "Amazon S3 server access log format". The guide's prose names hold spaces; these are the
// names of the same fields in the guide's own table definition for Athena. New fields come at the end.
const columns = columnsOf(`
  bucketowner bucket_name requestdatetime remoteip requester requestid operation key request_uri #httpstatus errorcode
  #bytessent #objectsize #totaltime #turnaroundtime referrer useragent versionid hostid sigv ciphersuite authtype endpoint
  tlsversion accesspointarn aclrequired
`);

/** Up to the user agent: what the oldest records have. */
const fieldsMin = 17;
const record =
  /^(?:[0-9a-f]{40,64}|-) \S+ \[\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d [+-]\d{4}\] \S+ \S+ \S+ \S+ /;

export const s3AccessFormat: TextFormat = {
  kind: 'text',
  logType: 'aws.s3access',
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
      const values = splitQuoted(line);
      if (values === null) throw malformed('a quote or bracket does not close');
      if (values.length < fieldsMin)
        throw malformed(`the S3 access record has ${values.length} fields, fewer than ${fieldsMin}`);
      return fieldsByColumn(values, columns);
    },
  }),
};
