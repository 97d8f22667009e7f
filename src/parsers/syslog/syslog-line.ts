import { readTimestamp } from '../../base/timestamps.ts';
import { malformed, type MutableFields, setField } from '../fields.ts';

const priMax = 191;

/**
 * One syslog message, RFC 5424 or RFC 3164, with or without PRI, also behind the octet count of RFC 6587.
 * Names follow RFC 5424: facility, severity, timestamp, hostname, appname, procid, msgid, structured_data, message.
 */
export function parseSyslogLine(line: string): MutableFields {
  const fields: MutableFields = {};
  const counted = /^\d{1,7} (?=<\d{1,3}>)/.exec(line);
  let at = counted?.[0].length ?? 0;
  const pri = /^<(\d{1,3})>/.exec(line.slice(at, at + 5));
  if (pri !== null) {
    const value = Number(pri[1]);
    if (value > priMax) throw malformed(`PRI ${value} is above ${priMax}`);
    fields['facility'] = value >> 3;
    fields['severity'] = value & 7;
    at += pri[0].length;
  }
  if (pri !== null && line.startsWith('1 ', at)) return readRfc5424(line, at + 2, fields);
  return readRfc3164(line, at, fields, pri !== null);
}

function readRfc5424(line: string, start: number, fields: MutableFields): MutableFields {
  fields['version'] = 1;
  let at = start;
  for (const name of ['timestamp', 'hostname', 'appname', 'procid', 'msgid']) {
    const space = line.indexOf(' ', at);
    const end = space < 0 ? line.length : space;
    if (end === at) throw malformed(`the RFC 5424 message has no ${name}`);
    const value = line.slice(at, end);
    if (value !== '-') fields[name] = value;
    at = end + 1;
  }
  if (line.charCodeAt(at) === 0x5b) {
    at = readStructuredData(line, at, fields);
  } else if (line.charCodeAt(at) === 0x2d) {
    at += 1;
  } else {
    throw malformed('the RFC 5424 message has no structured data');
  }
  const message = line.slice(at).replace(/^ \uFEFF?/, '');
  if (message !== '') fields['message'] = message;
  return fields;
}

const elementsMax = 100;

/** `[id name="value" …][id …]`: an object of objects. Returns where it ends. */
function readStructuredData(line: string, start: number, fields: MutableFields): number {
  const data: MutableFields = {};
  let at = start;
  for (let elements = 0; line.charCodeAt(at) === 0x5b; elements += 1) {
    if (elements >= elementsMax) throw malformed(`more than ${elementsMax} structured data elements`);
    const id = /^[^\s=\]"]{1,255}/.exec(line.slice(at + 1, at + 257))?.[0];
    if (id === undefined) throw malformed('a structured data element has no id');
    at += 1 + id.length;
    const element: MutableFields = {};
    while (line.charCodeAt(at) === 0x20) at = readParameter(line, at, element);
    if (line.charCodeAt(at) !== 0x5d) throw malformed('a structured data element does not close');
    setField(data, id, element);
    at += 1;
  }
  fields['structured_data'] = data;
  return at;
}

function readParameter(line: string, start: number, element: MutableFields): number {
  const open = line.indexOf('="', start);
  const name = line.slice(start, open).trim();
  if (open < 0 || name === '' || /[\s\]"]/.test(name))
    throw malformed('a structured data parameter is not name="value"');
  for (let at = open + 2; at < line.length; at += 1) {
    const code = line.charCodeAt(at);
    if (code === 0x5c) {
      at += 1;
    } else if (code === 0x22) {
      setField(element, name, line.slice(open + 2, at).replaceAll(/\\(["\\\]])/g, '$1'));
      return at + 1;
    }
  }
  throw malformed('a structured data value does not close');
}

const tag = /^([^\s:[\]]{1,64})(?:\[([^\]\s]{1,64})\])?: ?/;

/** RFC 3164 describes what was seen in the wild, and the wild has more: a time of any form, and host or tag may be missing. */
function readRfc3164(line: string, start: number, fields: MutableFields, hasPri: boolean): MutableFields {
  const begin = line.charCodeAt(start) === 0x20 ? start + 1 : start;
  const time = readTimestamp(line, begin);
  let at = begin;
  if (time !== null) {
    fields['timestamp'] = line.slice(begin, time.end);
    at = line.startsWith(': ', time.end)
      ? time.end + 2
      : line.charCodeAt(time.end) === 0x20
        ? time.end + 1
        : time.end;
    const host = /^(\S+) /.exec(line.slice(at, at + 257));
    if (host !== null && !host[1]?.endsWith(':') && !tag.test(`${host[1]}`)) {
      fields['hostname'] = host[1];
      at += host[0].length;
    }
  } else if (!hasPri) {
    throw malformed('the line has neither PRI nor a time at its start');
  }
  const rest = line.slice(at);
  const found = tag.exec(rest);
  if (found !== null) {
    fields['appname'] = found[1];
    if (found[2] !== undefined) fields['procid'] = found[2];
    fields['message'] = rest.slice(found[0].length);
  } else {
    fields['message'] = rest;
  }
  return fields;
}
