import type { Assets } from '../assets.ts';
import type { Account, Organisation } from '../organisation.ts';
import type { Random } from '../prng.ts';
import type { Label, SimulatedRecord } from '../record.ts';

/** An attack as a list of steps, from its first minute on. */
export interface Scenario {
  readonly name: string;
  /** In one sentence, for people. */
  readonly story: string;
  /** From the first step to the last. */
  readonly minutes: number;
  readonly play: (stage: Stage) => void;
}

/** What a scenario plays on. */
export interface Stage {
  readonly organisation: Organisation;
  readonly random: Random;
  assets(accountName: string, region: string): Assets;
  /** Minutes after the first step to ms since 1970. */
  at(minutes: number): number;
  add(record: SimulatedRecord): void;
}

/** Who acts in a scenario. */
export interface Actor {
  readonly identity: Readonly<Record<string, unknown>>;
  readonly sourceIp: string;
  readonly userAgent: string;
}

export interface Call {
  readonly minutes: number;
  readonly actor: Actor;
  readonly assets: Assets;
  readonly service: string;
  readonly name: string;
  readonly readOnly: boolean;
  readonly request: object | null;
  readonly response?: object | null;
  /** A failed sign-in has a message and no code (''). */
  readonly error?: readonly [code: string, message: string];
  readonly additional?: object;
  readonly resources?: readonly object[];
  readonly eventType?: 'AwsApiCall' | 'AwsConsoleSignIn';
  readonly dataEvent?: boolean;
  readonly label: Omit<Label, 'scenario' | 'eventId'>;
}

/** One CloudTrail event of an attack. */
export function addCall(stage: Stage, scenario: string, call: Call): void {
  const { random } = stage;
  const timeMs = stage.at(call.minutes);
  const { account, region } = call.assets;
  const eventId = random.uuid();
  const global = call.service === 'iam' || call.service === 'signin';
  const awsRegion = global ? 'us-east-1' : region;
  const event = {
    eventVersion: '1.11',
    userIdentity: call.actor.identity,
    eventTime: `${new Date(timeMs).toISOString().slice(0, 19)}Z`,
    eventSource: `${call.service}.amazonaws.com`,
    eventName: call.name,
    awsRegion,
    sourceIPAddress: call.actor.sourceIp,
    userAgent: call.actor.userAgent,
    ...(call.error === undefined
      ? {}
      : { ...(call.error[0] === '' ? {} : { errorCode: call.error[0] }), errorMessage: call.error[1] }),
    requestParameters: call.request,
    responseElements: call.response ?? null,
    ...(call.additional === undefined ? {} : { additionalEventData: call.additional }),
    requestID: random.uuid(),
    eventID: eventId,
    readOnly: call.readOnly,
    ...(call.resources === undefined ? {} : { resources: call.resources }),
    eventType: call.eventType ?? 'AwsApiCall',
    managementEvent: call.dataEvent !== true,
    recipientAccountId: account.id,
    eventCategory: call.dataEvent === true ? 'Data' : 'Management',
    tlsDetails: {
      tlsVersion: 'TLSv1.3',
      cipherSuite: 'TLS_AES_128_GCM_SHA256',
      clientProvidedHostHeader: `${call.service}.${awsRegion}.amazonaws.com`,
    },
  };
  stage.add({
    logType: 'aws.cloudtrail',
    feed: 'cloudtrail',
    timeMs,
    accountId: account.id,
    region: awsRegion,
    text: JSON.stringify(event),
    label: { ...call.label, scenario, eventId },
  });
}

/** Addresses that attackers come from: reserved for documentation, so nobody's. */
export function attackerIp(random: Random): string {
  return `192.0.2.${random.between(200, 250)}`;
}

export function assumedRole(
  account: Account,
  random: Random,
  role: string,
  session: string,
  timeMs: number,
): Record<string, unknown> {
  const roleId = `AROA${random.upper(17)}`;
  return {
    type: 'AssumedRole',
    principalId: `${roleId}:${session}`,
    arn: `arn:aws:sts::${account.id}:assumed-role/${role}/${session}`,
    accountId: account.id,
    accessKeyId: `ASIA${random.upper(16)}`,
    sessionContext: {
      sessionIssuer: {
        type: 'Role',
        principalId: roleId,
        arn: `arn:aws:iam::${account.id}:role/${role}`,
        accountId: account.id,
        userName: role,
      },
      attributes: {
        creationDate: `${new Date(timeMs).toISOString().slice(0, 19)}Z`,
        mfaAuthenticated: 'false',
      },
    },
  };
}
