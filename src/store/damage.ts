import type { Engine } from './engine/engine.ts';
import { engineError } from './engine/engine-errors.ts';

/** A piece of a table that the engine found unreadable as it started and set aside; its rows are missing from answers. */
export interface DamagedPart {
  readonly table: string;
  readonly part: string;
  /** Where it lies now. */
  readonly path: string;
}

const partsMax = 1000;

/** On every node. Damage found later, while reading, is TW_STORE_CORRUPT of that read. */
export async function findDamage(engine: Engine): Promise<readonly DamagedPart[]> {
  try {
    const perNode = await Promise.all(
      engine.nodes.map(async (node) => {
        const answer = await node.query({
          query: `SELECT table, name AS part, path FROM system.detached_parts
            WHERE database = {database: String} AND startsWith(ifNull(reason, ''), 'broken')
            ORDER BY table, part LIMIT ${partsMax}`,
          query_params: { database: engine.database },
          format: 'JSONEachRow',
        });
        return await answer.json<DamagedPart>();
      }),
    );
    return perNode.flat();
  } catch (error) {
    throw engineError(error, 'looking for damage');
  }
}

/** For the log: what is missing and what to do. */
export function damageLine(parts: readonly DamagedPart[]): string {
  const [first] = parts;
  if (first === undefined) return '';
  return (
    `${parts.length} parts of stored data are damaged and were set aside, their rows are missing (TW_STORE_CORRUPT); ` +
    `the first is ${first.path} of ${first.table}: move them away and ingest again what they held`
  );
}
