import type { Assets } from '../assets.ts';
import type { Account, Organisation } from '../organisation.ts';
import type { Random } from '../prng.ts';
import type { SimulatedRecord } from '../record.ts';
import { blinding } from './blinding.ts';
import { consoleTakeover } from './console-takeover.ts';
import { credentialTheft } from './credential-theft.ts';
import type { Scenario } from './scenario.ts';

export const scenarios: readonly Scenario[] = [credentialTheft, consoleTakeover, blinding];

export interface AttackPlan {
  readonly organisation: Organisation;
  readonly assetsOf: (account: Account, region: string) => Assets;
  readonly random: Random;
  readonly startMs: number;
  readonly endMs: number;
}

/** Each scenario once, one after the other; faster than life where the span is short. In order of time. */
export function playAttacks({
  organisation,
  assetsOf,
  random,
  startMs,
  endMs,
}: AttackPlan): SimulatedRecord[] {
  const records: SimulatedRecord[] = [];
  const windowMs = (endMs - startMs) / scenarios.length;
  scenarios.forEach((scenario, i) => {
    const firstMs = startMs + (i + 0.25) * windowMs;
    const pace = Math.min(1, (0.7 * windowMs) / (scenario.minutes * 60_000));
    scenario.play({
      organisation,
      random,
      assets(accountName, region) {
        const account = organisation.accounts.find(({ name }) => name === accountName);
        if (account === undefined) throw new RangeError(`no account is called ${accountName}`);
        return assetsOf(account, region);
      },
      at: (minutes) => Math.floor(firstMs + minutes * 60_000 * pace),
      add(record) {
        records.push(record);
      },
    });
  });
  return records.toSorted((a, b) => a.timeMs - b.timeMs);
}
