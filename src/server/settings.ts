import type { Config } from '../config/load-config.ts';
import { type DecodeLimits, defaultDecodeLimits } from '../parsers/parser.ts';
import type { EnrichSetup } from '../pipeline/protocol.ts';
import type { EngineLog } from '../store/engine/engine.ts';
import type { StoreOptions } from '../store/open-store.ts';

/** The configuration in the terms of the stages, which do not know it. */
export function storeOptions(config: Config, log: EngineLog): StoreOptions {
  const { engine } = config;
  if (engine.url === undefined) {
    return {
      kind: 'embedded',
      dataDir: config.data_dir,
      memoryBytesMax: engine.memory,
      threadsMax: engine.threads,
      log,
    };
  }
  return {
    kind: 'server',
    url: engine.url,
    username: engine.username ?? 'default',
    password: config.enginePassword ?? '',
    database: engine.database,
    cluster: engine.cluster,
    nodeUrls: engine.node_urls,
    peopleUsername: engine.people_username,
    peoplePassword: config.peoplePassword,
  };
}

export function decodeLimits({ limits }: Config): DecodeLimits {
  return {
    ...defaultDecodeLimits,
    recordBytesMax: limits.record_bytes,
    depthMax: limits.json_depth,
    expansionRatioMax: limits.expansion_ratio,
  };
}

export function enrichSetup({ geoip }: Config): EnrichSetup {
  return {
    countryAsnPath: geoip.enabled ? geoip.path : null,
    asnPath: geoip.enabled ? geoip.asn_path : undefined,
  };
}
