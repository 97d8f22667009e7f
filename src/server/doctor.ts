import { accessSync, constants, existsSync, mkdirSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import { errorLine } from '../base/errors.ts';
import { emptyColumns } from '../event/event.ts';
import { createEnricher } from '../normalize/enrich/enricher.ts';
import { uiPath } from './built-in.ts';
import { findServer } from './discovery.ts';
import { openStores } from './open-stores.ts';
import { findDamage } from '../store/damage.ts';
import { enrichSetup } from './settings.ts';
import type { Config } from '../config/load-config.ts';

export interface Check {
  readonly name: string;
  readonly ok: boolean;
  readonly detail: string;
}

const freeBytesMin = 2 * 1024 ** 3;
const nodeMajorMin = 24;

/** Tries each thing that the program needs; none of them throws, and a failed one says what to do. */
export async function runChecks(config: Config): Promise<Check[]> {
  const running = findServer(config.data_dir);
  return [
    await check('runtime', () => {
      if (Number(process.versions.node.split('.')[0]) < nodeMajorMin)
        throw new Error(`Node ${process.version} is too old: run npm ci`);
      return `Node ${process.version} on ${process.platform} ${process.arch}`;
    }),
    await check('data directory', () => {
      mkdirSync(config.data_dir, { recursive: true, mode: 0o700 });
      accessSync(config.data_dir, constants.R_OK | constants.W_OK);
      return config.data_dir;
    }),
    await check('disk', () => {
      const { bavail, bsize } = statfsSync(config.data_dir);
      const free = `${((bavail * bsize) / 1024 ** 3).toFixed(1)} GiB free`;
      if (bavail * bsize < freeBytesMin)
        throw new Error(
          `${free}: ingestion stops when the disk is full; make room or move the data directory`,
        );
      return free;
    }),
    running === undefined
      ? await check('engine, store and rules', () => openAll(config))
      : { name: 'server', ok: true, detail: `running at ${running.url} with process id ${running.pid}` },
    await check('countries of addresses', async () => {
      const enricher = await createEnricher(enrichSetup(config));
      const columns = { ...emptyColumns(), src_ip: '8.8.8.8' };
      enricher.enrich(columns);
      if (columns.src_country === '')
        throw new Error('8.8.8.8 is in no country: the address database is not readable');
      return `8.8.8.8 is in ${columns.src_country}`;
    }),
    await check('web application', () => {
      if (!existsSync(join(uiPath, 'index.html'))) throw new Error('not built: npm start builds it');
      return 'built';
    }),
  ];
}

async function openAll(config: Config): Promise<string> {
  const stores = await openStores(config);
  try {
    const { ready, reason, version } = await stores.store.engine.health();
    if (!ready) throw new Error(reason);
    const [damage] = await findDamage(stores.store.engine);
    if (damage !== undefined)
      throw new Error(`a part of ${damage.table} was set aside as damaged: ${damage.path}`);
    const { rules, refused } = await stores.loadRules();
    return `ClickHouse ${version}${config.engine.url === undefined ? ', embedded' : ` at ${config.engine.url}`}; ${rules.length} rules, ${refused.length} refused`;
  } finally {
    await stores.close();
  }
}

async function check(name: string, run: () => string | Promise<string>): Promise<Check> {
  try {
    return { name, ok: true, detail: await run() };
  } catch (error) {
    return { name, ok: false, detail: errorLine(error) };
  }
}
