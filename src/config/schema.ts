import { z } from 'zod';
import { isLogType, logTypes } from '../event/log-types.ts';

/** Units are powers of 1024, as memory and file sizes are counted. */
const units = { B: 1, KiB: 1024, MiB: 1024 ** 2, GiB: 1024 ** 3, TiB: 1024 ** 4 } as const;

function bytes(minimum: number) {
  return z
    .union([
      z.int().positive(),
      z.string().regex(/^\d+(\.\d+)? ?(B|KiB|MiB|GiB|TiB)$/, 'must look like 512MiB'),
    ])
    .transform((value, context) => {
      const count = typeof value === 'number' ? value : bytesOf(value);
      if (count < minimum) context.addIssue({ code: 'custom', message: `must be at least ${minimum} bytes` });
      return count;
    });
}

function bytesOf(text: string): number {
  const unit = Object.entries(units).findLast(([name]) => text.endsWith(name));
  return Math.round(Number.parseFloat(text) * (unit?.[1] ?? 1));
}

const LogTypeName = z.enum(Object.keys(logTypes).filter(isLogType));
const envName = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'must be the name of an environment variable');
const days = z.int().min(1).max(36_500);

const FilesSource = z
  .strictObject({
    type: z.literal('files').describe('Files and folders on this machine.'),
    name: z
      .string()
      .regex(/^[a-z0-9][a-z0-9_-]{0,62}$/, 'must be lower-case letters, digits, - and _')
      .describe('Names the source in the ledger. Keep it: read positions belong to the name.'),
    path: z
      .string()
      .min(1)
      .describe('A folder, read recursively, or one file. Relative to the configuration file.'),
    follow: z
      .boolean()
      .default(true)
      .describe('Keep watching for new and growing files; false reads what is there once.'),
    include: z
      .array(z.string().min(1))
      .min(1)
      .optional()
      .describe('Globs over the path inside the folder; only files that match one are read.'),
    exclude: z.array(z.string().min(1)).optional().describe('Globs; files that match one are not read.'),
    log_type: LogTypeName.optional().describe('Skips detection of the format.'),
    field_list: z
      .array(z.string().min(1))
      .min(1)
      .optional()
      .describe('Fields of custom flow logs, in order, such as [version, account-id].'),
    poll_ms: z
      .int()
      .min(100)
      .max(3_600_000)
      .default(500)
      .describe('How often the folder is looked at, in milliseconds.'),
    settle_ms: z
      .int()
      .min(100)
      .max(3_600_000)
      .default(2_000)
      .describe('A file not written to for this long, in milliseconds, is taken as complete.'),
  })
  .describe('Reads files and folders.');

export const ConfigSchema = z
  .strictObject({
    data_dir: z
      .string()
      .min(1)
      .default('./data')
      .describe('Where everything is kept. TRAILWATCH_DATA_DIR and --data-dir win over it.'),
    server: z
      .strictObject({
        host: z.string().min(1).default('127.0.0.1').describe('Address to listen on.'),
        port: z.int().min(0).max(65_535).default(7171).describe('Port to listen on; 0 takes any free one.'),
      })
      .prefault({})
      .describe('The web server.'),
    engine: z
      .strictObject({
        url: z
          .url({ protocol: /^https?$/ })
          .optional()
          .describe(
            'A ClickHouse server or cluster, such as http://clickhouse:8123. Absent: the embedded engine.',
          ),
        username: z.string().min(1).optional().describe('User on that server.'),
        password_env: envName.optional().describe('Environment variable that holds the password.'),
        database: z
          .string()
          .regex(/^[a-z_][a-z0-9_]{0,62}$/, 'must be lower-case letters, digits and _')
          .optional()
          .describe('Database on that server.'),
        cluster: z
          .string()
          .min(1)
          .optional()
          .describe('Name of the cluster, where the server is a part of one.'),
        node_urls: z
          .array(z.url({ protocol: /^https?$/ }))
          .min(1)
          .max(1000)
          .optional()
          .describe('HTTP address of every node of the cluster; tables are defined on each.'),
        people_username: z
          .string()
          .min(1)
          .optional()
          .describe('Read-only user on that server for people’s SQL. Absent: people’s SQL is refused.'),
        people_password_env: envName.optional().describe('Environment variable that holds its password.'),
        memory: bytes(512 * 1024 ** 2)
          .optional()
          .describe('Memory that the embedded engine may use, such as 2GiB.'),
        threads: z.int().min(1).max(1024).optional().describe('Threads that one query may use.'),
      })
      .prefault({})
      .describe('Where events are stored.'),
    sources: z
      .array(z.discriminatedUnion('type', [FilesSource]))
      .max(1000)
      .default([])
      .describe('Where logs come from.'),
    rules: z
      .strictObject({
        defaults: z.boolean().default(true).describe('Use the built-in rules.'),
        paths: z
          .array(z.string().min(1))
          .max(1000)
          .default([])
          .describe('Files and folders with Sigma rules of your own. Relative to the configuration file.'),
      })
      .prefault({})
      .describe('What is detected.'),
    retention: z
      .strictObject({
        default_days: days.optional().describe('Days that events are kept, by event time. Absent: for ever.'),
        by_log_type: z
          .partialRecord(LogTypeName, days)
          .default({})
          .describe('Days by log type, such as {aws.vpcflow: 30}.'),
      })
      .prefault({})
      .describe('How long events are kept.'),
    limits: z
      .strictObject({
        record_bytes: bytes(1024)
          .default(16 * 1024 ** 2)
          .describe('A longer record becomes a dead letter.'),
        json_depth: z
          .int()
          .min(8)
          .max(10_000)
          .default(256)
          .describe('JSON nested deeper becomes a dead letter.'),
        expansion_ratio: z
          .number()
          .min(10)
          .max(100_000)
          .default(1000)
          .describe('Decompressed over compressed size beyond which an object counts as a bomb.'),
        query_seconds: z.int().min(1).max(3600).default(60).describe('Longest query, in seconds.'),
        query_rows: z
          .int()
          .min(1)
          .max(100_000)
          .default(100_000)
          .describe('Rows that one query may return, whatever it asks for.'),
      })
      .prefault({})
      .describe('Bounds on what input and queries may take.'),
    geoip: z
      .strictObject({
        path: z
          .string()
          .min(1)
          .optional()
          .describe('A MaxMind database (.mmdb) with countries and networks instead of the built-in one.'),
        asn_path: z
          .string()
          .min(1)
          .optional()
          .describe('A MaxMind database (.mmdb) with networks (ASN), where the other has countries only.'),
        enabled: z.boolean().default(true).describe('Look up country and network of source addresses.'),
      })
      .prefault({})
      .describe('Country and network of addresses.'),
    workers: z
      .int()
      .min(1)
      .max(256)
      .optional()
      .describe('Threads that read and detect. Absent: one less than there are cores.'),
  })
  .describe('trailwatch.yaml');

export type ConfigFile = z.output<typeof ConfigSchema>;

/** JSON Schema of the file, for editors and for the reference page. */
export function configJsonSchema(): Record<string, unknown> {
  return z.toJSONSchema(ConfigSchema, { io: 'input' });
}
