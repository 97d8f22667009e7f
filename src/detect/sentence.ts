import type { Event } from '../event/event.ts';
import { type FieldValue, readField } from './field-value.ts';
import type { Rule } from './rule.ts';
import { visibleText } from './visible-text.ts';

const valueCharsMax = 120;
const sentenceCharsMax = 600;
/** Values of an array that are named before 'and n more'. */
const valuesNamed = 3;

/** One sentence from the rule's template and the event's values; without a template, from the title and the usual columns. */
export function findingSentence(rule: Rule, event: Event): string {
  const text = rule.sentence === null ? defaultSentence(rule, event) : fill(rule.sentence, event);
  return visibleText(text.trim(), sentenceCharsMax);
}

function fill(template: string, event: Event): string {
  return template.replaceAll(
    /\{([^{}]{1,200})\}/g,
    (_, paths: string) => firstText(event, paths.split('|')) ?? '?',
  );
}

/** `{a|b}` is a, or b where the event has no a. */
function firstText(event: Event, paths: readonly string[]): string | null {
  for (const path of paths) {
    const text = valueText(event, path.trim());
    if (text !== null) return text;
  }
  return null;
}

/** A value as people read it; null where there is none. */
export function valueText(event: Event, path: string): string | null {
  const value = readField(event, { kind: 'path', parts: path.split('.') });
  const texts = namedValues(value);
  if (texts.length === 0) return null;
  const named = texts.slice(0, valuesNamed).map((text) => visibleText(text, valueCharsMax));
  const more = texts.length - named.length;
  return more > 0 ? `${named.join(', ')} and ${more} more` : named.join(', ');
}

function namedValues(value: FieldValue): readonly string[] {
  if (value === undefined || value === null || value === '') return [];
  if (typeof value === 'string') return [value];
  return [...new Set(value.filter((text): text is string => text !== null && text !== ''))];
}

function defaultSentence(rule: Rule, event: Event): string {
  const { columns } = event;
  const say = (before: string, value: string): string =>
    value === '' ? '' : ` ${before} ${visibleText(value, valueCharsMax)}`;
  const what = columns.operation === '' ? '' : ` ${visibleText(columns.operation, valueCharsMax)}`;
  const facts = [
    what,
    say('by', columns.actor),
    say('from', columns.src_ip),
    say('on', columns.resource),
    say('in account', columns.account_id),
    columns.outcome === 'failure' ? ` (failed${say('with', columns.error_code)})` : '',
  ].join('');
  return facts === '' ? rule.title : `${rule.title}:${facts}`;
}
