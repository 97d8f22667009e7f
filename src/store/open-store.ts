import type { Chunk } from '../event/chunk.ts';
import type { DeliveryCounts } from '../event/delivery-counts.ts';
import { Claims } from './claims.ts';
import { claimKeys, commitBatch } from './commit.ts';
import { damageLine, findDamage } from './damage.ts';
import { connectServer, type ServerOptions } from './engine/connect-server.ts';
import { type EmbeddedEngineOptions, startEmbeddedEngine } from './engine/embedded-engine.ts';
import type { Engine } from './engine/engine.ts';
import type { EngineIo } from './engine-io.ts';
import { applyRetention, type RetentionPolicy, type RetentionResult } from './retention.ts';
import { migrate } from './schema/migrate.ts';
import type { Store } from './store.ts';

export type StoreOptions =
  | ({ readonly kind: 'embedded' } & EmbeddedEngineOptions)
  | ({ readonly kind: 'server' } & ServerOptions);

export interface OpenStore extends Store {
  /** For readers: queries, doctor, health. */
  readonly engine: Engine;
  /** Drops events past their days, and writes down what it dropped in `retention_log`. Safe to repeat. */
  applyRetention(policy: RetentionPolicy): Promise<readonly RetentionResult[]>;
}

/** Opens the engine and brings its schema up to date. `close` closes the engine too. Damaged data that was set aside is logged. */
export async function openStore(options: StoreOptions): Promise<OpenStore> {
  const engine =
    options.kind === 'embedded' ? await startEmbeddedEngine(options) : await connectServer(options);
  try {
    const store = await openStoreOn(engine);
    const damage = options.kind === 'embedded' ? damageLine(await findDamage(engine)) : '';
    if (options.kind === 'embedded' && damage !== '') options.log('error', damage);
    return store;
  } catch (error) {
    await engine.close();
    throw error;
  }
}

/** The store takes the engine over: `close` closes it. */
export async function openStoreOn(engine: Engine): Promise<OpenStore> {
  await migrate(engine);
  const claims = new Claims();
  const closing = new AbortController();
  const io: EngineIo = { engine, signal: closing.signal };
  return {
    engine,
    async commit(chunks: readonly Chunk[]): Promise<readonly DeliveryCounts[]> {
      if (chunks.length === 0) return [];
      const release = await claims.acquire(claimKeys(chunks));
      try {
        return await commitBatch(io, chunks, Date.now());
      } finally {
        release();
      }
    },
    async applyRetention(policy): Promise<readonly RetentionResult[]> {
      return await applyRetention(io, policy, Date.now());
    },
    async close(): Promise<void> {
      closing.abort();
      await engine.close();
    },
  };
}
