import { hash } from 'node:crypto';
import { peopleGrants, peopleProfileXml, type PeopleLimits } from './people-access.ts';

export interface EngineConfigOptions {
  readonly dataPath: string;
  readonly logPath: string;
  readonly usersPath: string;
  readonly database: string;
  readonly memoryBytesMax: number;
  readonly threadsMax: number;
  readonly appPassword: string;
  readonly peoplePassword: string;
  readonly doorKey: string;
  readonly people: PeopleLimits;
  readonly cluster?: EmbeddedCluster | undefined;
}

/** Several embedded nodes on loopback that know one another: shards, without replication. */
export interface EmbeddedCluster {
  readonly name: string;
  /** Native ports of all nodes, one a shard, in the same order on each node. */
  readonly nativePorts: readonly number[];
  /** Of the users `trailwatch` and `people`, the same on every node. */
  readonly appPassword: string;
  readonly peoplePassword: string;
  /** Value of `doorHeader` on every request. */
  readonly doorKey: string;
}

/**
 * Without this header, with a value made anew at each start, the HTTP port runs nothing: the engine starts itself as a user
 * `default` that can have no password, and rights do not cover all of what a query can do.
 */
export const doorHeader = 'X-Trailwatch-Engine';

const mebibyte = 1024 ** 2;

/** The server part: sizes are chosen for a guest in someone else's process tree, not for a machine of its own. */
export function engineConfigXml(options: EngineConfigOptions): string {
  const cache = Math.min(256 * mebibyte, Math.floor(options.memoryBytesMax / 16));
  return xml({
    logger: { level: 'warning', log: options.logPath, size: '8M', count: 2 },
    users_config: options.usersPath,
    path: `${options.dataPath}/`,
    tmp_path: `${options.dataPath}/tmp/`,
    user_files_path: `${options.dataPath}/user_files/`,
    format_schema_path: `${options.dataPath}/format_schemas/`,
    max_server_memory_usage: options.memoryBytesMax,
    mark_cache_size: cache,
    index_mark_cache_size: Math.floor(cache / 8),
    uncompressed_cache_size: 0,
    index_uncompressed_cache_size: 0,
    query_cache: { max_size_in_bytes: 0 },
    mmap_cache_size: 0,
    compiled_expression_cache_size: 8 * mebibyte,
    max_concurrent_queries: 64,
    max_connections: 256,
    max_thread_pool_size: 1000,
    background_pool_size: Math.max(2, Math.min(4, options.threadsMax)),
    background_schedule_pool_size: 16,
    background_fetches_pool_size: 1,
    background_common_pool_size: 2,
    background_distributed_schedule_pool_size: 4,
    max_table_size_to_drop: 0,
    max_partition_size_to_drop: 0,
    access_control_improvements: {
      settings_constraints_replace_previous: true,
      select_from_system_db_requires_grant: true,
      select_from_information_schema_requires_grant: true,
      table_engines_require_grant: true,
      on_cluster_queries_require_cluster_grant: true,
    },
    http_handlers: {
      rule: [
        { url: '/ping', handler: { type: 'static', status: 200, response_content: 'Ok.' } },
        {
          headers: { [doorHeader]: options.doorKey },
          handler: { type: 'dynamic_query_handler', query_param_name: 'query' },
        },
      ],
    },
    remote_servers: options.cluster === undefined ? {} : remoteServers(options.cluster),
  });
}

/** The users part. `default` runs the statement that opens the listener and may do nothing else. */
export function engineUsersXml(options: EngineConfigOptions): string {
  const { database } = options;
  const app = [
    `SELECT, INSERT, ALTER, CREATE, DROP, UNDROP TABLE, TRUNCATE, OPTIMIZE, SHOW ON ${database}.*`,
    'SELECT, SHOW ON system.*',
    'CREATE TEMPORARY TABLE, KILL QUERY ON *.*',
    'TABLE ENGINE ON *',
    ...(options.cluster === undefined ? [] : ['READ, WRITE ON REMOTE', 'CLUSTER ON *.*']),
  ];
  const user = (password: string, profile: string, grants: readonly string[]): string =>
    `${password}<networks><ip>127.0.0.1</ip><ip>::1</ip></networks><profile>${profile}</profile><quota>default</quota>` +
    `<grants>${grants.map((grant) => `<query>GRANT ${grant}</query>`).join('')}</grants>`;
  const hashed = (password: string): string =>
    `<password_sha256_hex>${hash('sha256', password, 'hex')}</password_sha256_hex>`;
  return (
    `<clickhouse><profiles><default><max_threads>${options.threadsMax}</max_threads></default>` +
    `<people>${peopleProfileXml(options.people)}</people></profiles><quotas><default/></quotas><users>` +
    `<default>${user('<password></password>', 'default', ['SYSTEM LISTEN ON *.*'])}</default>` +
    `<trailwatch>${user(hashed(options.appPassword), 'default', app)}</trailwatch>` +
    `<people>${user(hashed(options.peoplePassword), 'people', peopleGrants(database, options.cluster !== undefined))}</people>` +
    `</users></clickhouse>`
  );
}

function remoteServers(cluster: EmbeddedCluster): XmlTree {
  return {
    [cluster.name]: {
      shard: cluster.nativePorts.map((port) => ({
        replica: { host: '127.0.0.1', port, user: 'trailwatch', password: cluster.appPassword },
      })),
    },
  };
}

interface XmlTree {
  readonly [name: string]: string | number | boolean | XmlTree | readonly XmlTree[];
}

function xml(tree: XmlTree): string {
  return `<clickhouse>${elements(tree)}</clickhouse>`;
}

function elements(tree: XmlTree): string {
  return Object.entries(tree)
    .flatMap(([name, value]) => [value].flat().map((item) => `<${name}>${content(item)}</${name}>`))
    .join('');
}

function content(value: string | number | boolean | XmlTree | readonly XmlTree[]): string {
  if (typeof value === 'object') return Array.isArray(value) ? '' : elements(value as XmlTree);
  return String(value).replace(/[&<>]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[sign] ?? '');
}
