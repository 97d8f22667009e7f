import type { Assets } from './assets.ts';
import type { Organisation, Person } from './organisation.ts';
import { Random } from './prng.ts';
import { officeActivity } from './rhythm.ts';
import { flatten } from './template.ts';
import { createSecondsFormatter } from './time-text.ts';

/** Someone or something with credentials, for as long as they last. */
export interface Session {
  /** An event's text from its start to just before the time. */
  readonly head: string;
  /** The source address, without its quote in front, and the user agent. */
  readonly client: string;
  /** What comes after the recipient account: VPC endpoint, console. */
  readonly end: string;
  readonly arn: string;
  readonly actorName: string;
  /** AWS itself calls. */
  readonly byService: boolean;
  /** Whether its calls carry TLS details. */
  readonly reportsTls: boolean;
  readonly expiresMs: number;
}

interface SessionFacts {
  /** CloudTrail `userIdentity` as JSON text. */
  readonly identity: string;
  readonly arn: string;
  readonly sourceIp: string;
  readonly userAgent: string;
  readonly vpcEndpoint: string | null;
  readonly actorName: string;
  readonly fromConsole: boolean;
  readonly byService: boolean;
  readonly reportsTls: boolean;
  readonly expiresMs: number;
}

function openSession(facts: SessionFacts): Session {
  const { arn, actorName, byService, reportsTls, expiresMs } = facts;
  const endpoint = facts.vpcEndpoint === null ? '' : `,"vpcEndpointId":"${facts.vpcEndpoint}"`;
  return {
    head: flatten(`{"eventVersion":"1.11","userIdentity":${facts.identity},"eventTime":"`),
    client: flatten(`${facts.sourceIp}","userAgent":"${facts.userAgent}"`),
    end: `${endpoint}${facts.fromConsole ? ',"sessionCredentialFromConsole":"true"' : ''}`,
    arn,
    actorName,
    byService,
    reportsTls,
    expiresMs,
  };
}

export type MachineKind =
  | 'task'
  | 'function'
  | 'instance'
  | 'pod'
  | 'pipeline'
  | 'terraform'
  | 'scanner'
  | 'recorder'
  | 'scaling'
  | 'key';
export type SessionKind = MachineKind | 'console' | 'cli' | 'aws';

export interface SessionBook {
  /** A live session of that kind, most often one that was seen before. */
  find(kind: SessionKind, assets: Assets, timeMs: number): Session;
}

/** At once, in the busiest account and region. */
const poolSizes: Readonly<Record<MachineKind, number>> = {
  task: 14,
  function: 12,
  instance: 14,
  pod: 8,
  pipeline: 2,
  terraform: 1,
  scanner: 1,
  recorder: 1,
  scaling: 1,
  key: 1,
};

/** Sessions of one organisation; memory is bounded by the number of accounts, regions and kinds. */
export function createSessionBook(organisation: Organisation, random: Random): SessionBook {
  const machines = new Map<string, (Session | undefined)[]>();
  const people = new Map<string, Session>();
  const makers = createMakers(organisation, random);
  return {
    find(kind, assets, timeMs) {
      if (kind === 'aws') return makers.awsService();
      if (kind === 'console' || kind === 'cli') {
        const person = findPerson(organisation, random, timeMs);
        const key = `${kind}/${assets.account.id}/${person.login}`;
        const known = people.get(key);
        if (known !== undefined && known.expiresMs > timeMs) return known;
        const session = makers.human(person, kind, assets, timeMs);
        people.set(key, session);
        return session;
      }
      const key = `${kind}/${assets.account.id}/${assets.region}`;
      let pool = machines.get(key);
      if (pool === undefined) {
        pool = Array.from({ length: Math.ceil(poolSizes[kind] * assets.size) }, () => undefined);
        machines.set(key, pool);
      }
      const index = random.int(pool.length);
      const known = pool[index];
      if (known !== undefined && known.expiresMs > timeMs) return known;
      const session = makers.machine(kind, assets, timeMs);
      pool[index] = session;
      return session;
    },
  };
}

/** Whoever is likeliest to be at work; somebody always is. */
function findPerson(organisation: Organisation, random: Random, timeMs: number): Person {
  for (let attempt = 0; attempt < 20; attempt++) {
    const person = random.pick(organisation.people);
    if (random.chance(officeActivity(person.office, timeMs))) return person;
  }
  return random.pick(organisation.people);
}

const hourMs = 3_600_000;
const linuxSdk = 'os/linux#6.1.112 md/arch#arm64';
const agents: Readonly<Record<MachineKind, readonly string[]>> = {
  task: [
    `aws-sdk-js/3.699.0 lang/js md/nodejs#22.11.0 exec-env/AWS_ECS_FARGATE`,
    `aws-sdk-java/2.29.20 ${linuxSdk} lang/java#21.0.5 exec-env/AWS_ECS_FARGATE`,
  ],
  function: [
    'aws-sdk-js/3.699.0 lang/js md/nodejs#22.11.0 exec-env/AWS_Lambda_nodejs22.x',
    'Boto3/1.35.68 lang/python#3.13.0 exec-env/AWS_Lambda_python3.13',
  ],
  instance: [
    'Boto3/1.35.60 Python/3.11.9 Linux/6.1.112',
    `aws-sdk-go/1.55.5 (go1.23.3; linux; arm64) amazon-ssm-agent/3.3.1345.0`,
  ],
  pod: [`aws-sdk-go-v2/1.32.5 os/linux lang/go#1.23.3 md/GOARCH#arm64`],
  pipeline: [
    'aws-cli/2.22.7 md/awscrt#0.23.3 ua/2.0 os/linux#6.8.0-1017-azure md/arch#x86_64 lang/python#3.12.6 exec-env/GitHubActions',
  ],
  terraform: [
    'APN/1.0 HashiCorp/1.0 Terraform/1.9.8 (+https://www.terraform.io) terraform-provider-aws/5.77.0 aws-sdk-go-v2/1.32.5 ua/2.1 os/linux lang/go#1.23.3 md/GOOS#linux md/GOARCH#amd64',
  ],
  scanner: [`Boto3/1.35.68 md/Botocore#1.35.68 ua/2.0 ${linuxSdk} lang/python#3.12.7 PostureScanner/4.2`],
  recorder: ['config.amazonaws.com'],
  scaling: ['autoscaling.amazonaws.com'],
  key: ['Boto3/1.26.90 Python/3.9.16 Linux/4.18.0-553.el8_10.x86_64 Botocore/1.29.90'],
};

function createMakers(organisation: Organisation, random: Random) {
  const seconds = createSecondsFormatter();
  const roleIds = new Map<string, string>();

  /** A role keeps its unique id. */
  const roleId = (account: string, role: string): string => {
    const key = `${account}/${role}`;
    const known = roleIds.get(key);
    if (known !== undefined) return known;
    const id = `AROA${new Random(organisation.seed, key).upper(17)}`;
    roleIds.set(key, id);
    return id;
  };

  const assumedRole = (
    assets: Assets,
    role: string,
    path: string,
    name: string,
    createdMs: number,
    extra: object,
  ) => {
    const account = assets.account.id;
    const id = roleId(account, role);
    const { invokedBy, ...context }: { invokedBy?: string } = extra;
    return {
      arn: `arn:aws:sts::${account}:assumed-role/${role}/${name}`,
      identity: JSON.stringify({
        type: 'AssumedRole',
        principalId: `${id}:${name}`,
        arn: `arn:aws:sts::${account}:assumed-role/${role}/${name}`,
        accountId: account,
        accessKeyId: `ASIA${random.upper(16)}`,
        sessionContext: {
          sessionIssuer: {
            type: 'Role',
            principalId: id,
            arn: `arn:aws:iam::${account}:role/${path}${role}`,
            accountId: account,
            userName: role,
          },
          attributes: { creationDate: seconds(createdMs), mfaAuthenticated: 'false' },
          ...context,
        },
        ...(invokedBy === undefined ? {} : { invokedBy }),
      }),
    };
  };

  const privatePlace = (assets: Assets) => {
    const throughEndpoint = random.chance(0.55);
    return {
      sourceIp: throughEndpoint ? random.pick(assets.of('privateIp')) : random.pick(assets.of('awsIp')),
      vpcEndpoint: throughEndpoint ? random.pick(assets.of('vpcEndpoint')) : null,
    };
  };

  const machineRole = (
    kind: MachineKind,
    assets: Assets,
  ): readonly [role: string, path: string, name: string, extra: object] => {
    const webIdentity = (provider: string) => ({
      webIdFederationData: {
        federatedProvider: `arn:aws:iam::${assets.account.id}:oidc-provider/${provider}`,
        attributes: {},
      },
    });
    switch (kind) {
      case 'task':
        return [random.pick(assets.of('role')), '', random.hex(32), {}];
      case 'function': {
        const name = random.pick(assets.of('function'));
        return [`${name}-role`, 'service-role/', name, {}];
      }
      case 'instance':
        return [
          random.pick(assets.of('role')),
          '',
          random.pick(assets.of('instance')),
          { ec2RoleDelivery: '2.0' },
        ];
      case 'pod':
        return [
          `eks-${random.pick(assets.of('service'))}`,
          '',
          `aws-go-sdk-${random.between(1e9, 2e9)}`,
          webIdentity(`oidc.eks.${assets.region}.amazonaws.com/id/${random.upper(32)}`),
        ];
      case 'pipeline':
        return ['github-deploy', 'ci/', 'GitHubActions', webIdentity('token.actions.githubusercontent.com')];
      case 'terraform':
        return ['terraform-apply', 'ci/', `run-${random.hex(12)}`, {}];
      case 'scanner':
        return ['posture-scanner', 'security/', 'posture-scan', {}];
      case 'recorder':
        return [
          'AWSServiceRoleForConfig',
          'aws-service-role/config.amazonaws.com/',
          'configLambdaExecution',
          { invokedBy: 'config.amazonaws.com' },
        ];
      case 'scaling':
        return [
          'AWSServiceRoleForAutoScaling',
          'aws-service-role/autoscaling.amazonaws.com/',
          'AutoScaling',
          { invokedBy: 'autoscaling.amazonaws.com' },
        ];
      case 'key':
        return ['', '', '', {}];
    }
  };

  /** The few programs outside AWS that still hold a long-lived key. */
  const keyHolder = (assets: Assets, timeMs: number): Session => {
    const account = assets.account.id;
    const name = `svc-${random.pick(['backup-agent', 'erp-bridge', 'edi-export'])}`;
    const arn = `arn:aws:iam::${account}:user/service/${name}`;
    const own = new Random(organisation.seed, arn);
    return openSession({
      identity: JSON.stringify({
        type: 'IAMUser',
        principalId: `AIDA${own.upper(17)}`,
        arn,
        accountId: account,
        accessKeyId: `AKIA${own.upper(16)}`,
        userName: name,
      }),
      arn,
      sourceIp: `198.51.100.${own.between(10, 20)}`,
      userAgent: agents.key[0] ?? '',
      vpcEndpoint: null,
      actorName: name,
      fromConsole: false,
      byService: false,
      reportsTls: true,
      expiresMs: timeMs + 12 * hourMs,
    });
  };

  const machine = (kind: MachineKind, assets: Assets, timeMs: number): Session => {
    if (kind === 'key') return keyHolder(assets, timeMs);
    const [role, path, name, extra] = machineRole(kind, assets);
    const byAws = kind === 'recorder' || kind === 'scaling';
    const userAgent = random.pick(agents[kind]);
    const place = byAws ? { sourceIp: userAgent, vpcEndpoint: null } : placeOf(kind, assets);
    return openSession({
      ...assumedRole(assets, role, path, name, timeMs - random.int(hourMs / 2), extra),
      ...place,
      userAgent,
      actorName: `${role}/${name}`,
      fromConsole: false,
      byService: byAws,
      reportsTls: !byAws && random.chance(0.6),
      expiresMs: timeMs + random.between(4, 12) * hourMs,
    });
  };

  const placeOf = (kind: MachineKind, assets: Assets) => {
    // Runners of the build service and of Terraform have addresses outside our own networks.
    if (kind === 'pipeline')
      return {
        sourceIp: `20.${random.between(40, 60)}.${random.int(256)}.${random.between(1, 254)}`,
        vpcEndpoint: null,
      };
    if (kind === 'terraform') return { sourceIp: `192.0.2.${random.between(20, 24)}`, vpcEndpoint: null };
    return privatePlace(assets);
  };

  return {
    machine,
    human: createHumanMaker(random, assumedRole, seconds),
    awsService: () => random.pick(awsSessions),
  };
}

const permissionSets = {
  administrator: 'AdministratorAccess',
  developer: 'PowerUserAccess',
  analyst: 'ReadOnlyAccess',
  security: 'SecurityAudit',
  support: 'SupportUser',
} as const;

type AssumedRoleMaker = (
  assets: Assets,
  role: string,
  path: string,
  name: string,
  createdMs: number,
  extra: object,
) => { arn: string; identity: string };

function createHumanMaker(
  random: Random,
  assumedRole: AssumedRoleMaker,
  seconds: (timeMs: number) => string,
) {
  return (person: Person, kind: 'console' | 'cli', assets: Assets, timeMs: number): Session => {
    const place = {
      sourceIp: random.chance(0.7) ? person.officeIp : person.homeIp,
      userAgent:
        kind === 'console'
          ? person.browser
          : `${person.cli}${random.pick(['s3.ls', 'sts.get-caller-identity', 'logs.tail', 'ec2.describe-instances'])}`,
      vpcEndpoint: null,
      fromConsole: kind === 'console',
      byService: false,
      reportsTls: true,
      expiresMs: timeMs + random.between(2, 8) * hourMs,
    };
    if (person.iamUserIn?.id === assets.account.id) {
      const arn = `arn:aws:iam::${assets.account.id}:user/${person.login}`;
      const identity = JSON.stringify({
        type: 'IAMUser',
        principalId: `AIDA${new Random(0, arn).upper(17)}`,
        arn,
        accountId: assets.account.id,
        accessKeyId: `ASIA${random.upper(16)}`,
        userName: person.login,
        sessionContext: { attributes: { creationDate: seconds(timeMs), mfaAuthenticated: 'true' } },
      });
      return openSession({ ...place, arn, identity, actorName: person.login });
    }
    const set = permissionSets[person.duty];
    const suffix = new Random(0, `${assets.account.id}/${set}`).hex(16);
    const role = `AWSReservedSSO_${set}_${suffix}`;
    return openSession({
      ...place,
      ...assumedRole(assets, role, 'aws-reserved/sso.amazonaws.com/eu-west-1/', person.email, timeMs, {}),
      actorName: person.email,
    });
  };
}

const awsSessions: readonly Session[] = [
  'ec2',
  'lambda',
  'ecs-tasks',
  'ecs',
  'cloudtrail',
  'logs',
  'config',
  'delivery.logs',
  'states',
  'scheduler',
  'events',
  'codebuild',
  'glue',
  'rds',
  'backup',
  'ssm',
].map((name) => {
  const endpoint = `${name}.amazonaws.com`;
  return openSession({
    identity: JSON.stringify({ type: 'AWSService', invokedBy: endpoint }),
    arn: endpoint,
    sourceIp: endpoint,
    userAgent: endpoint,
    vpcEndpoint: null,
    actorName: endpoint,
    fromConsole: false,
    byService: true,
    reportsTls: false,
    expiresMs: Number.POSITIVE_INFINITY,
  });
});
