import { malformed, type MutableFields } from '../fields.ts';

/**
 * RDS and Aurora PostgreSQL with their fixed `log_line_prefix` of `%t:%r:%u@%d:[%p]:`. Names as in PostgreSQL's csvlog.
 * `2024-01-31 10:00:00 UTC:10.0.0.5(52834):postgres@app:[20175]:ERROR:  relation "x" does not exist at character 15`
 */
const prefix =
  /^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)? [A-Za-z0-9+-]+):([^(:\s]*(?:\(\d+\))?|\[local\]|[0-9a-fA-F:]+\(\d+\)):([^:]*)@([^:]*):\[(\d+)\]:/;

export function isPostgresLine(line: string): boolean {
  return prefix.test(line);
}

export function parsePostgres(text: string): MutableFields {
  const match = prefix.exec(text);
  if (match === null) throw malformed('the PostgreSQL line does not start with its prefix');
  const [whole, time, from = '', user = '', database = '', process] = match;
  const fields: MutableFields = { engine: 'postgres', log_time: time };
  if (from !== '') fields['connection_from'] = from;
  if (user !== '') fields['user_name'] = user;
  if (database !== '') fields['database_name'] = database;
  fields['process_id'] = Number(process);
  const rest = text.slice(whole.length);
  const kind = /^\s*([A-Z]+[0-9]?):\s*/.exec(rest);
  if (kind !== null) fields['error_severity'] = kind[1];
  const message = kind === null ? rest.trim() : rest.slice(kind[0].length);
  const audit = /^AUDIT: /.exec(message) === null ? null : auditOf(message.slice('AUDIT: '.length));
  fields['message'] = message;
  if (audit !== null) fields['audit'] = audit;
  return fields;
}

/** pgaudit: AUDIT_TYPE,STATEMENT_ID,SUBSTATEMENT_ID,CLASS,COMMAND,OBJECT_TYPE,OBJECT_NAME,STATEMENT,PARAMETER */
function auditOf(text: string): MutableFields | null {
  const [type, statementId, substatementId, auditClass, command, objectType, objectName] = text.split(',', 7);
  if (type === undefined || objectName === undefined) return null;
  const start =
    [type, statementId, substatementId, auditClass, command, objectType, objectName].join(',').length + 1;
  return {
    audit_type: type,
    statement_id: statementId,
    substatement_id: substatementId,
    class: auditClass,
    command,
    object_type: objectType,
    object_name: objectName,
    statement: text.slice(start),
  };
}
