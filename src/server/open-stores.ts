import type { Control } from '../control/control.ts';
import { openSqliteControl } from '../control/sqlite/open-sqlite.ts';
import { loadRules } from '../detect/load-rules.ts';
import type { RuleLoad } from '../detect/rule.ts';
import { type OpenStore, openStore } from '../store/open-store.ts';
import { builtInRulesPath } from './built-in.ts';
import type { Settings } from './settings.ts';

/** Everything durable, opened together. */
export interface Stores {
  readonly store: OpenStore;
  readonly control: Control;
  /** The built-in rules and those of the settings. */
  loadRules(): Promise<RuleLoad>;
  close(): Promise<void>;
}

/** Throws TW_STORE_LOCKED where another process has the data directory, and closes again what it had opened. */
export async function openStores(
  settings: Settings,
  log: (line: string) => void = () => {},
): Promise<Stores> {
  const store = await openStore(
    settings.engine.kind === 'server'
      ? settings.engine
      : {
          ...settings.engine,
          dataDir: settings.dataDir,
          log: (level, message) => {
            if (level !== 'info') log(`engine: ${message}`);
          },
        },
  );
  try {
    const control = await openSqliteControl(settings.dataDir);
    return {
      store,
      control,
      loadRules: () => loadRules([builtInRulesPath, ...settings.rulesPaths]),
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
