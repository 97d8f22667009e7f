import type { ClickHouseClient } from '@clickhouse/client';
import { TrailwatchError } from '../../src/base/errors.ts';
import type { Engine } from '../../src/store/engine/engine.ts';

/** The engine, but the answer to the n-th statement of the commit path is lost, and nothing is sent after it. */
export function failingEngine(engine: Engine, statement: number): Engine {
  let count = 0;
  const app = new Proxy(engine.app, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      if (name !== 'exec') return value.bind(target);
      return async (...args: Parameters<ClickHouseClient['exec']>) => {
        count += 1;
        if (count > statement) throw lost();
        const answer = await target.exec(...args);
        if (count < statement) return answer;
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
