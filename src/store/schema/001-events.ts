import { eventJsonType, eventsColumns, nativeColumn } from './events-columns.ts';
import { createTable, distributed, durableTable, type Migration } from './migration.ts';

const column = ({ name, type, codec }: { name: string; type: string; codec?: string }): string =>
  `${name} ${type}${codec === undefined ? '' : ` CODEC(${codec})`}`;

const plain = eventsColumns.map(({ name, type }) => `${name} ${type}`);

/**
 * The engine parses each record once, as it is inserted. A record that its JSON type refuses (a lone surrogate, 1e400, an array)
 * has an empty `event`, and never costs its batch.
 */
const nativeFields = `if(${nativeColumn} = '', raw, ${nativeColumn})`;
const parsed = `ifNull(accurateCastOrNull(${nativeFields}, '${eventJsonType}'), CAST('{}', '${eventJsonType}'))`;

/**
 * A partition holds one log type of one day: retention drops it whole, and a JSON column holds one format's paths.
 * Times more than 400 days before or 7 days after their arrival share a partition a month, those before 2000 or after 2099
 * one each, so that absurd times cannot make partitions without end.
 */
export const partitionKey =
  "(log_type, multiIf(time < toDateTime64('2000-01-01', 3, 'UTC'), toUInt32(0), " +
  "time >= toDateTime64('2100-01-01', 3, 'UTC'), toUInt32(21000000), " +
  'time < ingested_at - toIntervalDay(400) OR time > ingested_at + toIntervalDay(7), toYYYYMM(time), ' +
  'toYYYYMMDD(time)))';

/**
 * Within a partition by hour and account: an account's activity lies together, looking a batch's ids up reads the hours and
 * accounts of that batch alone, and the newest events are still found by reading little.
 */
export const events: Migration = {
  version: 1,
  name: 'events',
  statements: (place) => {
    const shardBy = 'cityHash64(id)';
    return [
      ...createTable(place, {
        name: 'events',
        columns: [
          ...eventsColumns.map(column),
          `${nativeColumn} String EPHEMERAL ''`,
          `event ${eventJsonType} MATERIALIZED ${parsed}`,
          "INDEX entities_index entities TYPE text(tokenizer = 'array')",
        ],
        distributedColumns: [...plain, `event ${eventJsonType} MATERIALIZED CAST('{}', '${eventJsonType}')`],
        storage:
          `ENGINE = MergeTree PARTITION BY ${partitionKey} ORDER BY (toStartOfHour(time), account_id, time) SETTINGS ${durableTable}, ` +
          "object_shared_data_serialization_version = 'map_with_buckets', default_compression_codec = 'ZSTD(1)', " +
          'min_bytes_for_wide_part = 134217728, max_partitions_to_read = -1',
        shardBy,
      }),
      // Distributed tables forward what they store, which EPHEMERAL columns are not: rows are written through this one.
      ...(place.cluster === null
        ? []
        : [distributed(place, 'events_writer', 'events', [...plain, `${nativeColumn} String`], shardBy)]),
      // Records that name no time have their delivery's; this finds them again when another delivery brings them.
      ...createTable(place, {
        name: 'untimed_events',
        columns: ['id UUID', 'log_type LowCardinality(String)', "time DateTime64(3, 'UTC')"],
        storage: `ENGINE = ReplacingMergeTree ORDER BY (id, log_type, time) SETTINGS ${durableTable}, index_granularity = 512`,
        shardBy,
      }),
    ];
  },
};
