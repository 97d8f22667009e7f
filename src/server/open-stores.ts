import type { Control } from '../control/control.ts';
import { openSqliteControl } from '../control/sqlite/open-sqlite.ts';
import { loadRules } from '../detect/load-rules.ts';
import type { RuleLoad } from '../detect/rule.ts';
import { type OpenStore, openStore } from '../store/open-store.ts';
import { builtInRulesPath } from './built-in.ts';
import { storeOptions } from './settings.ts';
import type { Config } from '../config/load-config.ts';

/** Everything durable, opened together. */
export interface Stores {
  readonly store: OpenStore;
  readonly control: Control;
  /** The built-in rules and those of the configuration. */
  loadRules(): Promise<RuleLoad>;
  close(): Promise<void>;
}

/** Throws TW_STORE_LOCKED where another process has the data directory, and closes again what it had opened. */
export async function openStores(config: Config, log: (line: string) => void = () => {}): Promise<Stores> {
  const store = await openStore(
    storeOptions(config, (level, message) => {
      if (level !== 'info') log(`engine: ${message}`);
    }),
  );
  try {
    const control = await openSqliteControl(config.data_dir);
    return {
      store,
      control,
      loadRules: () =>
        loadRules([...(config.rules.defaults ? [builtInRulesPath] : []), ...config.rules.paths]),
      async close() {
        await store.close();
        await control.close();
      },
    };
  } catch (error) {
    await store.close();
    throw error;
  }
}
