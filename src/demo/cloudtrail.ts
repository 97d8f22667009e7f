import { type ActivityPlan, activities } from './activities.ts';
import type { Assets } from './assets.ts';
import { catalogue, selectOperations } from './catalogue/catalogue.ts';
import type { OperationPlan } from './catalogue/operation.ts';
import { tail } from './catalogue/tail.ts';
import type { Organisation } from './organisation.ts';
import { type Random, WeightedChoice } from './prng.ts';
import type { Burst, RecordSink } from './record.ts';
import { humanActivity } from './rhythm.ts';
import { createSessionBook, type Session } from './sessions.ts';
import { type EventContext, findSlot } from './slots.ts';
import { compileShape, type SlotWriter } from './template.ts';
import { createSecondsFormatter } from './time-text.ts';

/** CloudTrail of an ordinary organisation, burst by burst. */
export function createCloudTrail(
  organisation: Organisation,
  assetsOf: (random: Random) => Assets,
  random: Random,
): Burst {
  const sessions = createSessionBook(organisation, random);
  const compiled = new Map(catalogue.map((plan) => [plan, compileOperation(plan)]));
  const plans = activities.map((activity) => compileActivity(activity, compiled));
  const byHumanActivity = Array.from(
    { length: 11 },
    (_, i) =>
      new WeightedChoice(
        plans.map(
          ({ activity }) =>
            (activity.machineShare + (activity.humanShare * i) / 10) /
            ((activity.burst[0] + activity.burst[1]) / 2),
        ),
      ),
  );
  const seconds = createSecondsFormatter();
  const remembered: (string | undefined)[] = Array.from({ length: rememberedMax }, () => undefined);

  return (startMs, endMs, limit, sink) => {
    const assets = assetsOf(random);
    const level = Math.round(humanActivity(startMs) * 10);
    const choice = byHumanActivity[level];
    const plan = plans[choice?.draw(random) ?? 0];
    if (plan === undefined) throw new RangeError('no activity');
    const { burst, gapMs, inOrder, who } = plan.activity;
    const session = sessions.find(who, assets, startMs);
    const context: EventContext = {
      random,
      assets,
      timeMs: startMs,
      actorName: session.actorName,
      remembered,
    };
    const count = Math.min(limit, random.between(burst[0], burst[1]));
    const first = inOrder ? random.int(plan.operations.length) : 0;
    let timeMs = startMs;
    for (let i = 0; i < count; i++) {
      const index = inOrder ? (first + i) % plan.operations.length : plan.choice.draw(random);
      const operation = plan.operations[index];
      if (operation === undefined) throw new RangeError('no operation');
      remembered.fill(undefined);
      context.timeMs = timeMs;
      writeCall(operation, session, context, seconds(timeMs), sink);
      timeMs = Math.min(endMs - 1, timeMs + random.between(gapMs[0], gapMs[1]));
    }
    return count;
  };
}

/** More than there are kinds of remembered slots; checked by a test. */
export const rememberedMax = 160;

interface CompiledOperation {
  readonly plan: OperationPlan;
  readonly opening: string;
  readonly isGlobal: boolean;
  readonly request: SlotWriter<EventContext>;
  readonly response: SlotWriter<EventContext> | null;
  readonly additional: SlotWriter<EventContext> | null;
  readonly resources: SlotWriter<EventContext> | null;
  readonly closing: string;
  readonly tls: string;
}

/** Services without regions: CloudTrail records their calls in us-east-1. */
const globalServices = new Set(['iam', 'route53', 'cloudfront', 'organizations', 'ce', 'budgets', 'health']);

function compileOperation(plan: OperationPlan): CompiledOperation {
  const compile = (shape: OperationPlan['request'] | undefined) =>
    shape === undefined || shape === null ? null : compileShape(shape, findSlot);
  const short = plan.service.replace('.amazonaws.com', '');
  const isGlobal = globalServices.has(short);
  return {
    plan,
    opening: `,"eventSource":"${plan.service}","eventName":"${plan.name}","awsRegion":"`,
    isGlobal,
    request: compile(plan.request) ?? (() => 'null'),
    response: compile(plan.response),
    additional: compile(plan.additional),
    resources: compile(plan.resources),
    closing: `,"eventType":"AwsApiCall"${plan.apiVersion === undefined ? '' : `,"apiVersion":"${plan.apiVersion}"`},"managementEvent":${plan.category === 'Management'},"recipientAccountId":"`,
    tls: `,"tlsDetails":{"tlsVersion":"TLSv1.3","cipherSuite":"TLS_AES_128_GCM_SHA256","clientProvidedHostHeader":"${short}.`,
  };
}

interface CompiledActivity {
  readonly activity: ActivityPlan;
  readonly operations: readonly CompiledOperation[];
  readonly choice: WeightedChoice;
}

function compileActivity(
  activity: ActivityPlan,
  compiled: ReadonlyMap<OperationPlan, CompiledOperation>,
): CompiledActivity {
  const calls = activity.calls.flatMap(([selection, weight]) => {
    const chosen = selection === 'tail' ? tail : selectOperations([selection]);
    return chosen.map((plan, i) => {
      const operation = compiled.get(plan);
      if (operation === undefined) throw new RangeError(`${plan.name} is not in the catalogue`);
      // Inside the tail a few services are used much more than the rest.
      const share = selection === 'tail' ? 1 / (1 + i / 8) : weight * nameShare(selection, chosen.length);
      return { operation, share };
    });
  });
  return {
    activity,
    operations: calls.map(({ operation }) => operation),
    choice: new WeightedChoice(calls.map(({ share }) => share)),
  };
}

/** A list of names shares its weight; `reads`, `writes` and `*` give it to each operation. */
function nameShare(selection: string, operations: number): number {
  return /:(reads|writes|\*)$/.test(selection) ? 1 : 1 / operations;
}

function writeCall(
  operation: CompiledOperation,
  session: Session,
  context: EventContext,
  time: string,
  sink: RecordSink,
): void {
  const { random, assets } = context;
  const region = operation.isGlobal ? 'us-east-1' : assets.region;
  const failure = random.chance(0.022) ? failureOf(operation.plan, session, random) : '';
  const additional =
    operation.additional === null ? '' : `,"additionalEventData":${operation.additional(context)}`;
  const request = operation.request(context);
  const response = operation.response === null || failure !== '' ? 'null' : operation.response(context);
  const resources = operation.resources === null ? '' : `,"resources":${operation.resources(context)}`;
  const endpoint =
    session.vpcEndpoint === null
      ? ''
      : `,"vpcEndpointId":"${session.vpcEndpoint}","vpcEndpointAccountId":"${assets.account.id}"`;
  const shared =
    session.overTls || operation.plan.name !== 'AssumeRole' ? '' : `,"sharedEventID":"${random.uuid()}"`;
  const tls = session.overTls ? `${operation.tls}${region}.amazonaws.com"}` : '';
  const console = session.fromConsole ? ',"sessionCredentialFromConsole":"true"' : '';
  const text = `{"eventVersion":"1.11","userIdentity":${session.identity},"eventTime":"${time}"${operation.opening}${region}","sourceIPAddress":"${session.sourceIp}","userAgent":"${session.userAgent}"${failure},"requestParameters":${request},"responseElements":${response}${additional},"requestID":"${random.uuid()}","eventID":"${random.uuid()}","readOnly":${operation.plan.readOnly}${resources}${operation.closing}${assets.account.id}"${shared}${endpoint},"eventCategory":"${operation.plan.category}"${tls}${console}}`;
  sink(context.timeMs, assets.account.id, region, text);
}

function failureOf(plan: OperationPlan, session: Session, random: Random): string {
  const own = plan.errors.length > 0 && random.chance(0.5) ? random.pick(plan.errors) : undefined;
  const ec2 = plan.service === 'ec2.amazonaws.com';
  const short = plan.service.replace('.amazonaws.com', '');
  const [code, message] =
    own ??
    (random.chance(0.45)
      ? [
          ec2 ? 'Client.RequestLimitExceeded' : 'ThrottlingException',
          ec2 ? 'Request limit exceeded.' : 'Rate exceeded',
        ]
      : random.chance(0.6) && session.overTls
        ? [
            ec2 ? 'Client.UnauthorizedOperation' : 'AccessDenied',
            `User: ${session.arn} is not authorized to perform: ${short}:${plan.name.replace(/20\d{6}(v2)?$/, '')} because no identity-based policy allows the ${short}:${plan.name.replace(/20\d{6}(v2)?$/, '')} action`,
          ]
        : ['InternalFailure', 'An internal error occurred']);
  return `,"errorCode":"${code}","errorMessage":${JSON.stringify(message)}`;
}
