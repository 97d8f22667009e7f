import assert from 'node:assert/strict';
import { applications } from './applications.ts';
import { containers } from './containers.ts';
import { data } from './data.ts';
import { delivery } from './delivery.ts';
import { ec2Reads } from './ec2-reads.ts';
import { ec2Writes } from './ec2-writes.ts';
import type { OperationPlan } from './operation.ts';
import { scaling } from './scaling.ts';
import { security } from './security.ts';
import { storage } from './storage.ts';
import { tail } from './tail.ts';

/** Every operation that the simulated organisation calls. */
export const catalogue: readonly OperationPlan[] = [
  ...storage,
  ...ec2Reads,
  ...ec2Writes,
  ...scaling,
  ...applications,
  ...containers,
  ...data,
  ...security,
  ...delivery,
  ...tail,
];

/** Operations by `service:Name,Name,…` or `service:*` or `service:reads` or `service:writes` (service without its domain). */
export function selectOperations(selections: readonly string[]): readonly OperationPlan[] {
  return selections.flatMap((selection) => {
    const [service = '', names = ''] = selection.split(':');
    const candidates = catalogue.filter((plan) => plan.service === `${service}.amazonaws.com`);
    const wanted = names.split(',');
    const chosen = candidates.filter(
      (plan) =>
        names === '*' ||
        (names === 'reads' && plan.readOnly && plan.category === 'Management') ||
        (names === 'writes' && !plan.readOnly && plan.category === 'Management') ||
        wanted.includes(plan.name),
    );
    assert(chosen.length > 0, `no operation for ${selection}`);
    return chosen;
  });
}
