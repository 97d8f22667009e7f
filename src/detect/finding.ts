import { hash128Hex } from '../base/ids.ts';
import type { Event } from '../event/event.ts';
import type { Finding } from '../event/finding.ts';
import type { Rule } from './rule.ts';
import { findingSentence } from './sentence.ts';
import { visibleText } from './visible-text.ts';

/** `eventId` is the stored event's id (32 hex digits): the same match has the same finding id in every run. */
export function createFinding(rule: Rule, event: Event, eventId: string): Finding {
  const { columns } = event;
  return {
    id: hash128Hex('finding', rule.id, eventId),
    rule: rule.id,
    ruleName: visibleText(rule.title, 256),
    ruleVersion: rule.version,
    severity: rule.severity,
    timeMs: columns.time ?? 0,
    eventIds: [eventId],
    attack: rule.attack,
    logType: event.logType,
    accountId: columns.account_id,
    region: columns.region,
    actor: columns.actor,
    srcIp: columns.src_ip,
    resource: columns.resource,
    group: {},
    entities: event.entities,
    sentence: findingSentence(rule, event),
  };
}
