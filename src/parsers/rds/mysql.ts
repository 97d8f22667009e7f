import { malformed, type MutableFields, numberOrText } from '../fields.ts';

/** MySQL 5.7 and later, MariaDB: `2024-01-31T10:00:00.123456Z 12 [Warning] [MY-010055] [Server] text`. Names as in performance_schema.error_log. */
const error =
  /^(\d{4}-\d\d-\d\d[T ]{1,2}\d{1,2}:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)?) +(?:(\d+|0x[0-9a-f]+) +)?\[(System|Warning|Note|ERROR|Error|WARNING)\](?: \[(MY-\d+|[A-Z]+-\d+)\])?(?: \[(\w+)\])? ?/;

/** General log: `2024-01-31T10:00:00.123456Z    8 Query\tSELECT 1`. Names as in mysql.general_log. */
const general =
  /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+(?:Z|[+-]\d\d:\d\d))\s+(\d+) (Connect|Query|Quit|Prepare|Execute|Close stmt|Reset stmt|Init DB|Field List|Statistics|Change user|Ping|Set option|Binlog Dump(?: GTID)?|Long Data|Fetch|Refresh|Kill|Shutdown)\s*/;

/** Audit plugin of RDS (`20240131 10:00:00,host,…`) and Aurora (microseconds first), fields as the guide lists them. */
const audit =
  /^(\d{8} \d\d:\d\d:\d\d|\d{16}),([^,]*),([^,]*),([^,]*),(\d+),(\d+),([A-Z_]+),([^,]*),(.*),(\d+)$/s;

const slowStart = /^# (?:Time: |User@Host: )/;

export function isMySqlLine(line: string): boolean {
  return error.test(line) || general.test(line) || audit.test(line) || slowStart.test(line);
}

export function isSlowQueryStart(line: string): boolean {
  return slowStart.test(line);
}

export function parseMySql(text: string): MutableFields {
  if (slowStart.test(text)) return parseSlowQuery(text);
  const fields = parseAudit(text) ?? parseGeneral(text) ?? parseError(text);
  if (fields === null)
    throw malformed('the line is none of the MySQL error, general, slow query and audit logs');
  return fields;
}

function parseError(text: string): MutableFields | null {
  const match = error.exec(text);
  if (match === null) return null;
  const [whole, logged, thread, prio, code, subsystem] = match;
  const fields: MutableFields = { engine: 'mysql', logged };
  if (thread !== undefined) fields['thread_id'] = numberOrText(thread);
  fields['prio'] = prio;
  if (code !== undefined) fields['error_code'] = code;
  if (subsystem !== undefined) fields['subsystem'] = subsystem;
  fields['data'] = text.slice(whole.length);
  return fields;
}

function parseGeneral(text: string): MutableFields | null {
  const match = general.exec(text);
  if (match === null) return null;
  const [whole, time, thread, command] = match;
  return {
    engine: 'mysql',
    event_time: time,
    thread_id: Number(thread),
    command_type: command,
    argument: text.slice(whole.length),
  };
}

function parseAudit(text: string): MutableFields | null {
  const match = audit.exec(text);
  if (match === null) return null;
  const [, timestamp, serverhost, username, host, connection, query, operation, database, object, code] =
    match;
  return {
    engine: 'mysql',
    timestamp,
    serverhost,
    username,
    host,
    connectionid: Number(connection),
    queryid: Number(query),
    operation,
    database,
    object: unquoted(object ?? ''),
    retcode: Number(code),
  };
}

/** Statements are quoted with `'`, quotes inside escaped with a backslash. */
function unquoted(object: string): string {
  return object.length >= 2 && object.startsWith("'") && object.endsWith("'")
    ? object.slice(1, -1).replaceAll(/\\(['"\\])/g, '$1')
    : object;
}

/** Slow query log; names as in mysql.slow_log. */
function parseSlowQuery(text: string): MutableFields {
  const fields: MutableFields = { engine: 'mysql' };
  const statement: string[] = [];
  for (const line of text.split('\n')) {
    if (line.startsWith('# Time: ')) fields['start_time'] = line.slice('# Time: '.length).trim();
    else if (line.startsWith('# User@Host: ')) putUser(fields, line);
    else if (line.startsWith('# ')) putFigures(fields, line.slice(2));
    else if (/^use [^;]+;$/i.test(line)) fields['db'] = line.slice(4, -1).replaceAll('`', '');
    else if (/^SET timestamp=\d+;$/i.test(line))
      fields['timestamp'] = Number(line.slice('SET timestamp='.length, -1));
    else statement.push(line);
  }
  const sql = statement.join('\n').trim();
  if (sql !== '') fields['sql_text'] = sql;
  return fields;
}

function putUser(fields: MutableFields, line: string): void {
  const text = line.slice('# User@Host: '.length).trim();
  const id = text.lastIndexOf(' Id:');
  const thread = id < 0 ? '' : text.slice(id + ' Id:'.length).trim();
  const isThread = /^\d{1,15}$/.test(thread);
  fields['user_host'] = isThread ? text.slice(0, id).trim() : text;
  if (isThread) fields['thread_id'] = Number(thread);
}

/** `Query_time: 2.000123  Lock_time: 0.000002 Rows_sent: 1  Rows_examined: 0` */
function putFigures(fields: MutableFields, text: string): void {
  for (const [, name = '', value = ''] of text.matchAll(/(?<![A-Za-z_])([A-Za-z_]+): +(\S+)/g)) {
    const key = name.toLowerCase();
    if (key !== '__proto__') fields[key === 'schema' ? 'db' : key] = numberOrText(value);
  }
}
