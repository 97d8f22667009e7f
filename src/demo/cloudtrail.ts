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
import { compileShape, settle, flatten, type Template, type Variant, writeVariant } from './template.ts';
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

  let variantCount = 0;
  let serial = random.next();
  let sink: RecordSink = () => {};

  /** Draws one of the ways to call it that are in use here, or a new one; as many are kept as memory allows. */
  const findVariant = (operation: CompiledOperation, context: EventContext): CallVariant => {
    let pool = operation.variants.get(context.assets);
    if (pool === undefined) {
      pool = [];
      operation.variants.set(context.assets, pool);
    }
    const mayGrow = variantCount < variantsMax;
    const known = pool[random.int(mayGrow ? variantsPerCell : pool.length)];
    if (known !== undefined) return known;
    const variant = createVariant(operation, context);
    if (mayGrow) {
      variantCount += 1;
      pool.push(variant);
    }
    return variant;
  };

  const writeCall = (operation: CompiledOperation, session: Session, context: EventContext): void => {
    const { assets, timeMs } = context;
    const variant = findVariant(operation, context);
    remembered.fill(undefined);
    serial = (serial + 1) >>> 0;
    const failure = random.chance(0.022) ? failureOf(operation.plan, session, random) : '';
    const request = writeVariant(variant.request, context);
    const response = failure === '' ? writeVariant(variant.response, context) : 'null';
    const shared =
      session.byService && operation.plan.name === 'AssumeRole' ? `,"sharedEventID":"${random.uuid()}"` : '';
    const tls = session.reportsTls ? variant.tls : '}';
    const text = `${session.head}${seconds(timeMs)}${variant.opening}${session.client}${failure}${request}${response}${writeVariant(variant.middle, context)}${random.uuid()}","eventID":"${random.uniqueUuid(serial)}${writeVariant(variant.closing, context)}${shared}${session.end}${tls}`;
    sink(timeMs, assets.account.id, variant.region, text);
  };

  return (startMs, endMs, limit, sinkRecord) => {
    sink = sinkRecord;
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
      context.timeMs = timeMs;
      writeCall(operation, session, context);
      timeMs = Math.min(endMs - 1, timeMs + random.between(gapMs[0], gapMs[1]));
    }
    return count;
  };
}

/** More than there are kinds of remembered slots; checked by a test. */
export const rememberedMax = 160;
/** About 1 KB each. */
const variantsMax = 30_000;

interface CompiledOperation {
  readonly plan: OperationPlan;
  readonly opening: string;
  readonly isGlobal: boolean;
  readonly request: Template<EventContext>;
  readonly response: Template<EventContext>;
  readonly additional: Template<EventContext> | null;
  readonly resources: Template<EventContext> | null;
  readonly closing: string;
  readonly host: string;
  readonly variants: Map<Assets, CallVariant[]>;
}

/** One way in which an operation is called in one account and region. */
interface CallVariant {
  readonly region: string;
  readonly opening: string;
  readonly request: Variant<EventContext>;
  readonly response: Variant<EventContext>;
  /** From `additionalEventData` to just before the request id. */
  readonly middle: Variant<EventContext>;
  /** From `readOnly` to the recipient account. */
  readonly closing: Variant<EventContext>;
  readonly tls: string;
}

/** Services without regions: CloudTrail records their calls in us-east-1. */
const globalServices = new Set(['iam', 'route53', 'cloudfront', 'organizations', 'ce', 'budgets', 'health']);

function compileOperation(plan: OperationPlan): CompiledOperation {
  const compile = (shape: OperationPlan['request'] | undefined) =>
    shape === undefined || shape === null ? null : compileShape(shape, findSlot);
  const nothing: Template<EventContext> = { pieces: ['null'] };
  const short = plan.service.replace('.amazonaws.com', '');
  return {
    plan,
    opening: `,"eventSource":"${plan.service}","eventName":"${plan.name}","awsRegion":"`,
    isGlobal: globalServices.has(short),
    request: compile(plan.request) ?? nothing,
    response: compile(plan.response) ?? nothing,
    additional: compile(plan.additional),
    resources: compile(plan.resources),
    closing: `,"eventType":"${plan.eventType}"${plan.apiVersion === undefined ? '' : `,"apiVersion":"${plan.apiVersion}"`},"managementEvent":${plan.category === 'Management'},"eventCategory":"${plan.category}","recipientAccountId":"`,
    host: short,
    variants: new Map(),
  };
}

const variantsPerCell = 16;

function createVariant(operation: CompiledOperation, context: EventContext): CallVariant {
  const { assets } = context;
  const region = operation.isGlobal ? 'us-east-1' : assets.region;
  const around = (
    before: string,
    template: Template<EventContext> | null,
    after: string,
  ): Template<EventContext> => ({
    pieces: template === null ? [after] : [before, ...template.pieces, after],
  });
  context.remembered.fill(undefined);
  return {
    region,
    opening: flatten(`"${operation.opening}${region}","sourceIPAddress":"`),
    request: settle(around(',"requestParameters":', operation.request, ',"responseElements":'), context),
    response: settle(operation.response, context),
    middle: settle(around(',"additionalEventData":', operation.additional, ',"requestID":"'), context),
    closing: settle(
      around(
        `","readOnly":${operation.plan.readOnly},"resources":`,
        operation.resources ?? null,
        `${operation.resources === null ? `","readOnly":${operation.plan.readOnly}` : ''}${operation.closing}${assets.account.id}"`,
      ),
      context,
    ),
    tls: flatten(
      `,"tlsDetails":{"tlsVersion":"TLSv1.3","cipherSuite":"TLS_AES_128_GCM_SHA256","clientProvidedHostHeader":"${operation.host}.${region}.amazonaws.com"}}`,
    ),
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
      : random.chance(0.6) && !session.byService
        ? [
            ec2 ? 'Client.UnauthorizedOperation' : 'AccessDenied',
            `User: ${session.arn} is not authorized to perform: ${short}:${plan.name.replace(/20\d{6}(v2)?$/, '')} because no identity-based policy allows the ${short}:${plan.name.replace(/20\d{6}(v2)?$/, '')} action`,
          ]
        : ['InternalFailure', 'An internal error occurred']);
  return `,"errorCode":"${code}","errorMessage":${JSON.stringify(message)}`;
}
