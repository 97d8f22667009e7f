import { parseTimestamp } from '../base/timestamps.ts';
import type { EventColumns, Fields, ParsedRecord } from '../event/event.ts';
import { collectEntities } from './entities.ts';
import { endpointOf } from './endpoint.ts';
import type { EntitySet, Normalizer } from './normalizer.ts';
import { epochOf, integerOf, textOf, timeOf } from './read.ts';
import { severityOfWord } from './severity.ts';
import { addTextEntities } from './text-entities.ts';

/** Names that mean a column, in order of trust; compared without case, spaces and punctuation. */
const names = {
  time: [
    'time',
    'timestamp',
    'ts',
    't',
    'eventtime',
    'eventdatetime',
    'datetime',
    'date',
    'createdat',
    'starttime',
  ],
  event_id: ['eventid', 'eventuuid'],
  account_id: ['accountid', 'awsaccountid', 'recipientaccountid', 'account'],
  region: ['region', 'awsregion'],
  service: ['eventsource', 'service', 'app', 'application', 'component', 'logger', 'caller'],
  operation: ['eventname', 'operation', 'action', 'method', 'httpmethod', 'event'],
  error_code: ['errorcode', 'code'],
  actor: ['useridentityarn', 'userarn', 'username', 'user', 'actor', 'principal', 'userid'],
  actor_type: ['useridentitytype', 'usertype', 'actortype'],
  access_key_id: ['accesskeyid', 'accesskey'],
  src: [
    'sourceip',
    'sourceipaddress',
    'srcip',
    'clientip',
    'remoteaddr',
    'remoteip',
    'ipaddress',
    'ip',
    'client',
    'src',
  ],
  src_port: ['sourceport', 'srcport', 'clientport'],
  dst: ['destinationip', 'dstip', 'destip', 'targetip', 'dst'],
  dst_port: ['destinationport', 'dstport', 'destport'],
  protocol: ['protocol', 'proto'],
  bytes: ['bytes', 'size', 'bytessent'],
  user_agent: ['useragent', 'requestuseragent'],
  resource: ['resource', 'resourcename', 'resourcearn', 'bucketname', 'path', 'uri', 'url'],
  severity: ['severity', 'level', 'lvl', 'loglevel'],
  message: ['message', 'msg', 'errormessage', 'error', 'err', 'description', 'text'],
  status: ['status', 'statuscode', 'httpstatus'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** CSV and logfmt: flat records whose columns anybody may have named. Nothing in them is known to be unique. */
export const normalizeTabular: Normalizer = (record, columns, entities) => {
  const values = valuesByPlainName(record.fields);
  const read = (meaning: keyof typeof names): string => {
    for (const name of names[meaning]) {
      const value = values.get(name);
      if (value !== undefined && value !== '') return value;
    }
    return '';
  };
  columns.time = timeIn(read('time'), record) ?? columns.time;
  columns.event_id = read('event_id');
  columns.account_id = columns.account_id || accountOf(read('account_id'));
  columns.region = columns.region || read('region');
  columns.service = read('service');
  columns.operation = read('operation');
  columns.error_code = read('error_code');
  columns.actor = read('actor');
  columns.actor_type = read('actor_type');
  columns.access_key_id = read('access_key_id');
  columns.user_agent = read('user_agent');
  columns.severity = severityOfWord(read('severity'));
  columns.message = read('message');
  columns.bytes = integerOf(read('bytes'));
  columns.protocol = read('protocol').toLowerCase();
  columns.resource = read('resource');
  if (columns.resource !== '') columns.resources.push(columns.resource);
  fillEndpoints(read, columns);
  fillOutcome(read('status'), columns);
  addEntities(record.fields, columns, entities);
  return null;
};

function fillEndpoints(read: (meaning: keyof typeof names) => string, columns: EventColumns): void {
  const source = endpointOf(read('src'));
  const target = endpointOf(read('dst'));
  columns.src_ip = source.ip;
  columns.src_port = integerOf(read('src_port')) ?? source.port;
  columns.dst_ip = target.ip;
  columns.dst_port = integerOf(read('dst_port')) ?? target.port;
}

/** An HTTP status, or the words for the two outcomes. */
function fillOutcome(status: string, columns: EventColumns): void {
  const number = integerOf(status);
  if (number !== null && number >= 100 && number < 600)
    columns.outcome = number < 400 ? 'success' : 'failure';
  else if (/^(?:success|succeeded|ok)$/i.test(status)) columns.outcome = 'success';
  else if (/^(?:fail|failed|failure|error|denied)$/i.test(status)) columns.outcome = 'failure';
}

function timeIn(text: string, record: ParsedRecord): number | null {
  if (text === '') return null;
  return parseTimestamp(text.trim(), record.envelope.timeMs) ?? timeOf(text) ?? epochOf(text);
}

function accountOf(text: string): string {
  return /^\d{12}$/.test(text) ? text : '';
}

/** `Event DateTime`, `event_datetime` and `eventDateTime` are one name; the first of equals counts. */
function valuesByPlainName(fields: Fields): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const [name, value] of Object.entries(fields)) {
    if (name === '__proto__') continue;
    const plain = name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
    if (!values.has(plain)) values.set(plain, textOf(value));
  }
  return values;
}

function addEntities(fields: Fields, columns: EventColumns, entities: EntitySet): void {
  entities.add(columns.src_ip);
  entities.add(columns.dst_ip);
  entities.add(columns.access_key_id);
  collectEntities(fields, entities);
  for (const value of Object.values(fields)) {
    if (typeof value === 'string' && value.includes(' ')) addTextEntities(value, entities);
  }
}
