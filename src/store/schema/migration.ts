import type { Engine } from '../engine/engine.ts';

/** One numbered step. Once released it never changes; what it made is changed by a later one. */
export interface Migration {
  readonly version: number;
  readonly name: string;
  /** Statements that each node runs, in order. Running them again after a crash midway must be harmless. */
  statements(place: SchemaPlace): readonly string[];
}

/** Where tables go: on one node, or as shards under a Distributed table of the plain name. */
export type SchemaPlace = Pick<Engine, 'database' | 'cluster'>;

export interface TableDefinition {
  readonly name: string;
  /** Column definitions and indexes, comma-separated, of the table that stores. */
  readonly columns: readonly string[];
  /** Where the Distributed table differs: it has neither indexes nor expressions. */
  readonly distributedColumns?: readonly string[];
  /** From ENGINE on. */
  readonly storage: string;
  /** Expression that chooses the shard of a row. */
  readonly shardBy: string;
}

/** Name of the table that holds the rows of `name` on each node. */
export function storedTable({ database, cluster }: SchemaPlace, name: string): string {
  return cluster === null ? `${database}.${name}` : `${database}.${name}_shard`;
}

export function createTable(place: SchemaPlace, table: TableDefinition): readonly string[] {
  const local = storedTable(place, table.name);
  const create = `CREATE TABLE IF NOT EXISTS ${local} (${table.columns.join(', ')}) ${table.storage}`;
  if (place.cluster === null) return [create];
  return [
    create,
    distributed(place, table.name, table.name, table.distributedColumns ?? table.columns, table.shardBy),
  ];
}

/** A Distributed table called `name` over the shards of `over`. */
export function distributed(
  place: SchemaPlace,
  name: string,
  over: string,
  columns: readonly string[],
  shardBy: string,
): string {
  const { database, cluster } = place;
  return (
    `CREATE TABLE IF NOT EXISTS ${database}.${name} (${columns.join(', ')}) ` +
    `ENGINE = Distributed('${cluster}', '${database}', '${over}_shard', ${shardBy})`
  );
}

/**
 * Settings of every table that stores: an insert answered is on disk, and one repeated with its token is not stored twice.
 */
export const durableTable =
  'fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 1000';
