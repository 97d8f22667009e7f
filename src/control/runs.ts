import { randomBytes } from 'node:crypto';
import type { DeliveryCounts } from '../event/delivery-counts.ts';
import type { FinishedDelivery, Run, Runs } from './control.ts';
import type { ControlDatabase } from './schema.ts';

/** Closed runs are kept for people to look at, this many. */
const closedRunsMax = 1000;
/** Rows of one INSERT: SQLite allows 32,766 bound values in a statement. */
const insertRowsMax = 1000;

export function createRuns(db: ControlDatabase): Runs {
  return {
    async open(key, description) {
      const found = await db
        .selectFrom('runs')
        .selectAll()
        .where('key', '=', key)
        .where('state', '=', 'open')
        .executeTakeFirst();
      if (found !== undefined) return resumeRun(db, found.id, found.started_ms);
      const run: Run = {
        id: randomBytes(16).toString('hex'),
        resumed: false,
        startedMs: Date.now(),
        finished: new Map(),
      };
      await db
        .insertInto('runs')
        .values({ id: run.id, key, description, state: 'open', started_ms: run.startedMs })
        .execute();
      return run;
    },

    async recordFinished(runId, deliveries) {
      await db.transaction().execute(async (transaction) => {
        for (let start = 0; start < deliveries.length; start += insertRowsMax) {
          const rows = deliveries
            .slice(start, start + insertRowsMax)
            .map(({ deliveryId, object, counts }) => ({
              run_id: runId,
              delivery_id: deliveryId,
              object,
              counts: JSON.stringify(counts),
            }));
          await transaction
            .insertInto('deliveries')
            .values(rows)
            .onConflict((conflict) => conflict.doNothing())
            .execute();
        }
      });
    },

    async close(runId, counts) {
      await db.transaction().execute(async (transaction) => {
        await transaction
          .updateTable('runs')
          .set({ state: 'closed', closed_ms: Date.now(), counts: JSON.stringify(counts) })
          .where('id', '=', runId)
          .execute();
        await transaction.deleteFrom('deliveries').where('run_id', '=', runId).execute();
        const kept = transaction
          .selectFrom('runs')
          .select('id')
          .where('state', '=', 'closed')
          .orderBy('closed_ms', 'desc')
          .limit(closedRunsMax);
        await transaction
          .deleteFrom('runs')
          .where('state', '=', 'closed')
          .where('id', 'not in', kept)
          .execute();
      });
    },
  };
}

async function resumeRun(db: ControlDatabase, id: string, startedMs: number): Promise<Run> {
  const rows = await db.selectFrom('deliveries').selectAll().where('run_id', '=', id).execute();
  const finished = new Map<string, FinishedDelivery>();
  for (const { delivery_id: deliveryId, object, counts } of rows) {
    finished.set(deliveryId, { deliveryId, object, counts: parseCounts(counts) });
  }
  return { id, resumed: true, startedMs, finished };
}

function parseCounts(json: string): DeliveryCounts {
  const value: Partial<Record<keyof DeliveryCounts, unknown>> = JSON.parse(json);
  const count = (name: keyof DeliveryCounts): number => Number(value[name] ?? 0);
  return {
    delivered: count('delivered'),
    stored: count('stored'),
    duplicates: count('duplicates'),
    filtered: count('filtered'),
    deadLetters: count('deadLetters'),
    findings: count('findings'),
  };
}
