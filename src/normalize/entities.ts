import { isIPv6 } from 'node:net';
import { entitiesMax } from '../event/event.ts';
import type { EntitySet } from './normalizer.ts';
import { isObject } from './read.ts';

/** Longer values are content, not names. */
const entityCharactersMax = 512;
/** Values looked at in one record. */
const valuesMax = 5000;

export class EntityList implements EntitySet {
  private readonly values = new Set<string>();

  get full(): boolean {
    return this.values.size >= entitiesMax;
  }

  add(value: unknown): void {
    if (typeof value !== 'string' || value === '' || value.length > entityCharactersMax || this.full) return;
    this.values.add(value);
  }

  toArray(): readonly string[] {
    return [...this.values];
  }
}

/**
 * Adds every address, ARN, access key, account, bucket and instance id among the values of a record, however deep.
 * Values are recognised by their form, so that fields nobody has heard of count too.
 */
export function collectEntities(value: unknown, entities: EntitySet): void {
  let left = valuesMax;
  visit(value, '');

  function visit(item: unknown, key: string): void {
    left -= 1;
    if (left < 0) return;
    if (typeof item === 'string') {
      if (isEntity(item) || isBucketKey(key)) entities.add(item);
    } else if (Array.isArray(item)) {
      for (const element of item) visit(element, key);
    } else if (isObject(item)) {
      // Parsed JSON has own members only; Object.entries would allocate a list for each object.
      for (const name in item) visit(item[name], name);
    }
  }
}

function isBucketKey(key: string): boolean {
  return key === 'bucketName' || key === 'bucket' || key === 's3Bucket' || key === 's3BucketName';
}

/** Looser than addresses are: anonymised logs hold such as 035.249.253.232. */
const ipv4 = /^(?:\d{1,3}\.){3}\d{1,3}$/;
const accessKey = /^A(?:KIA|SIA|ROA|IDA)[A-Za-z0-9]{12,124}$/;
const account = /^\d{12}$/;
const instance = /^i-[\da-f]{8,17}$/;

/** By form alone. The first character decides which forms are possible: most values need no regular expression. */
export function isEntity(value: string): boolean {
  const length = value.length;
  if (length < 3 || length > entityCharactersMax) return false;
  const first = value.charCodeAt(0);
  if (first === 0x61 && value.startsWith('arn:')) return true;
  if (first === 0x41 && length >= 16 && length <= 128) return accessKey.test(value);
  if (first === 0x69) return instance.test(value);
  if (first >= 0x30 && first <= 0x39) {
    if (length === 12 && account.test(value)) return true;
    if (length <= 15 && value.includes('.') && ipv4.test(value)) return true;
  }
  return length <= 45 && isHexOrColon(first) && mayBeIPv6(value) && isIPv6(value);
}

/** Unlike times of day and ARNs, which are much more common. */
function mayBeIPv6(value: string): boolean {
  const colon = value.indexOf(':');
  return colon >= 0 && colon <= 4 && value.includes(':', colon + 1);
}

function isHexOrColon(code: number): boolean {
  return (code >= 0x30 && code <= 0x3a) || (code >= 0x41 && code <= 0x46) || (code >= 0x61 && code <= 0x66);
}
