import type { ClickHouseClient } from '@clickhouse/client';
import { TrailwatchError } from '../../src/base/errors.ts';
import type { Engine } from '../../src/store/engine/engine.ts';

/** The engine, but its n-th statement of the commit path fails for good: unsent, or answered by the engine and the answer lost. */
export function failingEngine(engine: Engine, statement: number, when: 'before' | 'after'): Engine {
  let count = 0;
  const app = new Proxy(engine.app, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      if (name !== 'exec') return value.bind(target);
      return async (...args: Parameters<ClickHouseClient['exec']>) => {
        count += 1;
        const failing = count >= statement;
        if (failing && (when === 'before' || count > statement)) throw lost();
        const answer = await target.exec(...args);
        if (!failing) return answer;
        for await (const _ of answer.stream) {
          // Read to its end: the engine has done its work.
        }
        throw lost();
      };
    },
  });
  return new Proxy(engine, {
    get: (target, name) => (name === 'app' ? app : Reflect.get(target, name, target)),
  });
}

function lost(): TrailwatchError {
  return new TrailwatchError('TW_INTERNAL', 'the test ends here');
}
