import { createTable, durableTable, type Migration } from './migration.ts';

export const findings: Migration = {
  version: 2,
  name: 'findings',
  statements: (place) => [
    ...createTable(place, {
      name: 'findings',
      columns: [
        'id String',
        'rule LowCardinality(String)',
        'rule_name LowCardinality(String)',
        'rule_version LowCardinality(String)',
        "severity Enum8('informational' = 1, 'low' = 2, 'medium' = 3, 'high' = 4, 'critical' = 5)",
        "time DateTime64(3, 'UTC')",
        'event_ids Array(String)',
        'attack Array(LowCardinality(String))',
        'log_type LowCardinality(String)',
        'account_id LowCardinality(String)',
        'region LowCardinality(String)',
        'actor String',
        'src_ip String',
        'resource String',
        '`group` Map(String, String)',
        'entities Array(String)',
        'sentence String',
        "found_at DateTime64(3, 'UTC')",
      ],
      storage: `ENGINE = MergeTree ORDER BY (time, id) SETTINGS ${durableTable}`,
      shardBy: 'cityHash64(id)',
    }),
    // Every finding is an alert of its own until triage groups them; the name exists so that queries keep working then.
    `CREATE VIEW IF NOT EXISTS ${place.database}.alerts AS SELECT id, time, severity, 'open' AS status, rule, rule_name,
      account_id, region, actor, src_ip, resource, sentence AS title, [id] AS finding_ids, found_at AS updated_at
      FROM ${place.database}.findings`,
  ],
};
