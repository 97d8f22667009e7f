import type { EntitySet } from './normalizer.ts';

/** Looked through for entities; what stands later in a long message is found by search, not by entity. */
const textMax = 4096;

const entity =
  /(?<![\w.:/-])(?:arn:aws[\w-]*:[\w-]+:[\w-]*:\d{0,12}:[\w+=,.@:/-]+|(?:AKIA|ASIA)[A-Z0-9]{16}|(?:i|eni|vpc|sg|vol|snap|ami|subnet)-[0-9a-f]{8,17}|(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)|[0-9a-fA-F]{0,4}(?::[0-9a-fA-F]{0,4}){2,7})(?![\w-]|\.\d)/g;

/** Addresses, ARNs, access keys and resource ids named in text written for people. */
export function addTextEntities(text: string, entities: EntitySet): void {
  for (const [found] of text.slice(0, textMax).matchAll(entity)) {
    if (!found.includes(':') || found.startsWith('arn:') || isIpv6(found)) entities.add(found);
  }
}

/** Eight groups, or fewer with `::`; a time of day (10:00:00) is neither. */
function isIpv6(text: string): boolean {
  const groups = text.split(':');
  return text.includes('::')
    ? groups.some((group) => group !== '') && groups.length <= 9
    : groups.length === 8;
}
