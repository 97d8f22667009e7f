import type { ClickHouseClient } from '@clickhouse/client';
import { TrailwatchError } from '../../base/errors.ts';
import type { Engine } from '../engine/engine.ts';
import { engineError } from '../engine/engine-errors.ts';
import { events } from './001-events.ts';
import { findings } from './002-findings.ts';
import { ledger } from './003-ledger.ts';
import type { Migration } from './migration.ts';

export const migrations: readonly Migration[] = [events, findings, ledger];

/**
 * Brings every node to the newest schema. Each node records its own steps, so a node that joins later catches up.
 * Throws TW_STORE_NEWER where a node has steps that this program does not know, before anything is changed.
 */
export async function migrate(engine: Engine, steps: readonly Migration[] = migrations): Promise<void> {
  try {
    const newest = steps.at(-1)?.version ?? 0;
    const versions: number[] = [];
    for (const node of engine.nodes) {
      const version = await schemaVersion(node, engine.database);
      if (version > newest) throw newerSchema(version, newest);
      versions.push(version);
    }
    for (const step of steps) {
      for (const [index, node] of engine.nodes.entries()) {
        if (step.version > (versions[index] ?? 0)) await apply(node, engine, step);
      }
    }
  } catch (error) {
    throw engineError(error, 'preparing the tables');
  }
}

async function apply(node: ClickHouseClient, engine: Engine, step: Migration): Promise<void> {
  for (const query of step.statements(engine)) {
    await node.command({ query, clickhouse_settings: { allow_suspicious_low_cardinality_types: 1 } });
  }
  await node.insert({
    table: `${engine.database}.schema_versions`,
    values: [{ version: step.version, name: step.name }],
    columns: ['version', 'name'],
    format: 'JSONEachRow',
  });
}

async function schemaVersion(node: ClickHouseClient, database: string): Promise<number> {
  await node.command({ query: `CREATE DATABASE IF NOT EXISTS ${database} ENGINE = Atomic` });
  await node.command({
    query: `CREATE TABLE IF NOT EXISTS ${database}.schema_versions (version UInt32, name String,
      applied_at DateTime DEFAULT now()) ENGINE = MergeTree ORDER BY version
      SETTINGS fsync_after_insert = 1, fsync_part_directory = 1`,
  });
  const answer = await node.query({
    query: `SELECT max(version) AS version FROM ${database}.schema_versions`,
    format: 'JSONEachRow',
  });
  const [row] = await answer.json<{ version: number }>();
  return row?.version ?? 0;
}

function newerSchema(found: number, known: number): TrailwatchError {
  return new TrailwatchError(
    'TW_STORE_NEWER',
    `The data has schema version ${found}; this Trailwatch knows versions up to ${known}.`,
    { hint: 'Install the newer Trailwatch that wrote it; older versions cannot go back.' },
  );
}
