import { type Event, emptyColumns } from '../src/event/event.ts';

/**
 * Rules and events for the detection benchmark, the same for the same seed. Shapes and their shares follow public CloudTrail
 * packs; operations are made of AWS's verbs and of many nouns, so that there are thousands, as AWS has.
 */
export type Random = () => number;

/** mulberry32: small, seeded, good enough to choose with. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const services =
  'iam ec2 s3 sts kms lambda rds ssm sns sqs logs cloudtrail guardduty config ecs eks ecr dynamodb secretsmanager organizations cloudformation route53 glue athena kinesis firehose redshift backup sagemaker bedrock wafv2 acm apigateway events states cognito-idp elasticache opensearch transfer workspaces'.split(
    ' ',
  );
const writes =
  'Create Delete Update Put Attach Detach Modify Start Stop Enable Disable Associate Register Add Remove'.split(
    ' ',
  );
const reads = 'Describe List Get BatchGet Head Lookup Search'.split(' ');
const nouns =
  'User Role Policy Group AccessKey LoginProfile Instance Image Snapshot Volume SecurityGroup Subnet Vpc Route Bucket Object Key Grant Alias Function Layer Trigger Cluster Node Task Service Table Index Backup Secret Parameter Document Session Trail Detector Filter Rule Recorder Account Handout Stack ChangeSet Zone Record Job Crawler Query Stream Endpoint Notebook Model Acl Certificate Stage Bus Machine Pool Domain Server Directory'.split(
    ' ',
  );
const suffixes = ['', 'Policy', 'Attribute', 'Configuration', 'Tags', 'Permission'];

interface Operation {
  readonly service: string;
  readonly name: string;
}

function operations(verbs: readonly string[]): readonly Operation[] {
  return verbs.flatMap((verb, v) =>
    nouns.flatMap((noun, n) =>
      suffixes.map((suffix) => ({
        service: services[(n * 7 + v) % services.length] ?? '',
        name: `${verb}${noun}${suffix}`,
      })),
    ),
  );
}

const writeOperations = operations(writes);
const readOperations = operations(reads);

function pick<T>(random: Random, from: readonly T[]): T {
  const chosen = from[Math.floor(random() * from.length)];
  if (chosen === undefined) throw new Error('nothing to choose from');
  return chosen;
}

/** `narrow`: asks for more than an operation and a rare principal, so that it fits operations of everyday traffic. */
interface Shape {
  readonly share: number;
  readonly narrow: boolean;
  readonly write: (random: Random, operation: Operation) => string;
}

const shapes: readonly Shape[] = [
  {
    share: 40,
    narrow: false,
    write: (random, o) => `${source(o)}\n    eventName: ${names(random, o)}\n  condition: selection`,
  },
  {
    share: 15,
    narrow: false,
    write: (random, o) =>
      `${source(o)}\n    eventName: ${names(random, o)}\n  filter:\n    userIdentity.arn|contains: [':role/deploy-${Math.floor(random() * 40)}', ':role/terraform']\n  condition: selection and not filter`,
  },
  {
    share: 12,
    narrow: true,
    write: (random, o) =>
      `${source(o)}\n    eventName: ${o.name}\n    requestParameters.${param(random)}|contains: 'val-${Math.floor(random() * 5_000)}'\n  condition: selection`,
  },
  {
    share: 7,
    narrow: false,
    write: (random, o) =>
      `    eventName: ${names(random, o)}\n    errorCode|endswith: ['AccessDenied', 'UnauthorizedOperation']\n  condition: selection`,
  },
  {
    share: 6,
    narrow: true,
    write: (random) =>
      `    userAgent|contains: ['tool-${Math.floor(random() * 9_000)}/', 'scan${Math.floor(random() * 9_000)}']\n  condition: selection`,
  },
  {
    share: 1,
    narrow: true,
    write: (random) =>
      `    requestParameters.${param(random)}|exists: true\n    requestParameters.roleArn|endswith: ':role/break-glass-${Math.floor(random() * 900)}'\n  condition: selection`,
  },
  {
    share: 5,
    narrow: false,
    write: (_, o) =>
      `    eventName|startswith: ${o.name}\n    userIdentity.type: Root\n  condition: selection`,
  },
  {
    share: 5,
    narrow: false,
    write: (_, o) =>
      `${source(o)}\n    eventName: ${o.name}\n  own:\n    sourceIPAddress|cidr: [10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16]\n  condition: selection and not own`,
  },
  {
    share: 4,
    narrow: true,
    write: (_, o) =>
      `${source(o)}\n    eventName: ${o.name}\n    userIdentity.arn|re: ':assumed-role/.+/i-[0-9a-f]{8,17}$'\n  condition: selection`,
  },
  {
    share: 3,
    narrow: true,
    write: (_, o) =>
      `${source(o)}\n    eventName: ${o.name}\n    requestParameters.policyDocument|contains|all: ['"Effect": "Allow"', '"Action": "*"']\n  condition: selection`,
  },
  {
    share: 2,
    narrow: false,
    write: (random, o) =>
      `${source(o)}\n    eventName|endswith: ${o.name.slice(3)}\n    userIdentity.sessionContext.attributes.mfaAuthenticated: 'false'\n    recipientAccountId: '${100_000_000_000 + Math.floor(random() * 40)}'\n  condition: selection`,
  },
];

function source({ service }: Operation): string {
  return `    eventSource: ${service}.amazonaws.com`;
}

function names(random: Random, { name }: Operation): string {
  return random() < 0.6
    ? name
    : `[${name}, ${pick(random, rareWrites).name}, ${pick(random, rareWrites).name}]`;
}

const params =
  'userName roleName policyArn instanceId bucketName keyId functionName groupId name id arn'.split(' ');
const param = (random: Random): string => pick(random, params);

/** The operations that make nearly all of the traffic: mostly reads, as in real accounts. */
const common: readonly Operation[] = commonOperations(createRandom(7));

function commonOperations(random: Random): readonly Operation[] {
  return Array.from({ length: 120 }, () => pick(random, random() < 0.8 ? readOperations : writeOperations));
}

const everyday: ReadonlySet<string> = new Set(common.map(({ name }) => name));
const rareWrites = writeOperations.filter(({ name }) => !everyday.has(name));

/**
 * Rules as YAML documents. 12 in 100 are about reads. Nobody keeps a rule that fires on everyday operations as such, so
 * those get narrow rules.
 */
export function benchRules(count: number, seed = 1): string {
  const random = createRandom(seed);
  const documents = Array.from({ length: count }, (_, index) => {
    const operation = pick(random, random() < 0.88 ? writeOperations : readOperations);
    const fitting = shapes.filter(({ narrow }) => narrow || !everyday.has(operation.name));
    // Every pack starts with one rule of each shape, so that a small one reads the same fields as a large one.
    const shape = shapes[index] ?? pickShape(random, fitting);
    const detection = shape.write(random, operation);
    return `title: Rule ${index}\nid: bench-${index}\nlevel: low\nlogsource: { product: aws, service: cloudtrail }\ndetection:\n  selection:\n${detection}\n`;
  });
  return documents.join('---\n');
}

function pickShape(random: Random, from: readonly Shape[]): Shape {
  let at = random() * from.reduce((sum, { share }) => sum + share, 0);
  return from.find(({ share }) => (at -= share) < 0) ?? pick(random, from);
}

const agents = [
  'console.amazonaws.com',
  'aws-cli/2.15.30 Python/3.11.8 Linux/5.10.0 exe/x86_64.amzn.2 prompt/off command/ec2.describe-instances',
  'Boto3/1.34.51 md/Botocore#1.34.51 ua/2.0 os/linux#5.10 md/arch#x86_64 lang/python#3.11.8 md/pyimpl#CPython',
  'APN/1.0 HashiCorp/1.0 Terraform/1.7.4 (+https://www.terraform.io) terraform-provider-aws/5.39.0',
  'aws-sdk-go-v2/1.25.2 os/linux lang/go#1.21.7 md/GOOS#linux md/GOARCH#amd64 api/sts#1.28.1',
  'eks.amazonaws.com',
];

/** CloudTrail-like events of about 1.3 KB: few operations make most of the traffic, thousands the rest. */
export function benchEvents(count: number, seed = 2): readonly Event[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, (_, index) => {
    const rank = Math.floor(common.length * random() ** 2);
    const operation =
      random() < 0.93
        ? (common[rank] ?? pick(random, common))
        : pick(random, random() < 0.5 ? readOperations : writeOperations);
    const raw = Buffer.from(JSON.stringify(record(random, operation, index)));
    const columns = { ...emptyColumns(), time: 1_760_000_000_000 + index * 1_000, operation: operation.name };
    return {
      logType: 'aws.cloudtrail',
      raw,
      fields: JSON.parse(raw.toString()),
      rawIsJson: true,
      envelope: {},
      columns,
      entities: [],
    };
  });
}

function record(
  random: Random,
  { service, name }: Operation,
  index: number,
): Readonly<Record<string, unknown>> {
  const account = String(100_000_000_000 + Math.floor(random() * 12));
  const role = `role-${Math.floor(random() * 60)}`;
  const arn = `arn:aws:sts::${account}:assumed-role/${role}/session-${Math.floor(random() * 300)}`;
  const isRead = /^(?:Describe|List|Get|BatchGet|Head|Lookup|Search)/.test(name);
  return {
    eventVersion: '1.09',
    userIdentity: {
      type: 'AssumedRole',
      principalId: `AROA${Math.floor(random() * 1e9)}:session`,
      arn,
      accountId: account,
      accessKeyId: `ASIAEXAMPLE${Math.floor(random() * 1e5)}`,
      sessionContext: {
        sessionIssuer: {
          type: 'Role',
          principalId: `AROA${Math.floor(random() * 1e9)}`,
          arn: `arn:aws:iam::${account}:role/${role}`,
          accountId: account,
          userName: role,
        },
        attributes: { creationDate: '2026-01-02T03:04:05Z', mfaAuthenticated: 'false' },
      },
    },
    eventTime: '2026-01-02T03:04:05Z',
    eventSource: `${service}.amazonaws.com`,
    eventName: name,
    awsRegion: pick(random, ['us-east-1', 'eu-west-1', 'eu-central-1', 'us-west-2', 'ap-southeast-2']),
    sourceIPAddress: `10.${index % 200}.${Math.floor(random() * 255)}.${Math.floor(random() * 255)}`,
    userAgent: pick(random, agents),
    ...(random() < 0.04
      ? {
          errorCode: 'AccessDenied',
          errorMessage: `User: ${arn} is not authorized to perform: ${service}:${name}`,
        }
      : {}),
    requestParameters:
      random() < 0.3
        ? null
        : {
            [param(random)]: `val-${Math.floor(random() * 100_000)}`,
            [param(random)]: `arn:aws:${service}:::thing/${Math.floor(random() * 1e6)}`,
            maxResults: 100,
          },
    responseElements: isRead ? null : { requestId: `req-${Math.floor(random() * 1e9)}`, status: 'ok' },
    requestID: `${Math.floor(random() * 1e12)}-req`,
    eventID: `${Math.floor(random() * 1e12)}-evt-${index}`,
    readOnly: isRead,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: account,
    eventCategory: 'Management',
    tlsDetails: {
      tlsVersion: 'TLSv1.3',
      cipherSuite: 'TLS_AES_128_GCM_SHA256',
      clientProvidedHostHeader: `${service}.us-east-1.amazonaws.com`,
    },
  };
}
