import { defaultFlowLine } from '../flow-logs.ts';
import { guardDutyFinding } from '../guardduty.ts';
import {
  type Actor,
  addCall,
  assumedRole,
  attackerIp,
  type Call,
  type Scenario,
  type Stage,
} from './scenario.ts';

const name = 'credential-theft-to-s3-exfiltration';

/** The credentials of an instance leave it, look around, and empty a bucket. */
export const credentialTheft: Scenario = {
  name,
  story:
    'An attacker takes the credentials of an instance role through the instance metadata service, uses them from a workstation outside AWS, looks around, and copies a data lake bucket away.',
  minutes: 80,
  play(stage) {
    const { random } = stage;
    const assets = stage.assets('production-data', 'eu-west-1');
    const instance = random.pick(assets.of('instance'));
    const bucket =
      assets.of('bucket').find((item) => item.includes('data-lake')) ?? random.pick(assets.of('bucket'));
    const role = random.pick(assets.of('role'));
    const thief: Actor = {
      identity: assumedRole(assets.account, random, role, instance, stage.at(-20)),
      sourceIp: attackerIp(random),
      userAgent:
        'aws-cli/2.17.12 md/awscrt#0.20.11 ua/2.0 os/linux#6.8.11-amd64 md/distrib#kali.2024.3 md/arch#x86_64 lang/python#3.12.4 md/prompt#off md/command#s3.cp',
    };
    const call = (fields: Omit<Call, 'actor' | 'assets'>) =>
      addCall(stage, name, { actor: thief, assets, ...fields });
    lookAround(stage, call, String(thief.identity['arn']));
    findBucket(call, bucket);
    // The copying runs on a rented server, with a tool that people also use for backups.
    const copier: Actor = { ...thief, sourceIp: attackerIp(random), userAgent: 'rclone/v1.68.1' };
    copyObjects(stage, (fields) => addCall(stage, name, { actor: copier, assets, ...fields }), bucket);
    reportFinding(stage, role, thief);
    spike(stage, thief.sourceIp);
  },
};

type Caller = (fields: Omit<Call, 'actor' | 'assets'>) => void;
const stolen = ['instance-credentials-on-workstation', 'offensive-tool'];

function lookAround(stage: Stage, call: Caller, arn: string): void {
  const label = { step: 'discovery', technique: 'T1580', topics: stolen };
  call({
    minutes: 0,
    service: 'sts',
    name: 'GetCallerIdentity',
    readOnly: true,
    request: null,
    label: { ...label, step: 'first use of stolen credentials', technique: 'T1552.005' },
  });
  const reads = [
    ['ec2', 'DescribeInstances', false],
    ['ec2', 'DescribeSecurityGroups', false],
    ['iam', 'ListUsers', true],
    ['iam', 'ListRoles', true],
    ['iam', 'GetAccountAuthorizationDetails', true],
    ['secretsmanager', 'ListSecrets', true],
    ['rds', 'DescribeDBInstances', false],
    ['lambda', 'ListFunctions20150331', true],
    ['organizations', 'DescribeOrganization', true],
    ['kms', 'ListAliases', false],
  ] as const;
  reads.forEach(([service, operation, denied], i) => {
    call({
      minutes: 1.5 + i * 0.4 + stage.random.unit() * 0.3,
      service,
      name: operation,
      readOnly: true,
      request: null,
      ...(denied
        ? {
            error: [
              'AccessDenied',
              `User: ${arn} is not authorized to perform: ${service}:${operation} because no identity-based policy allows it`,
            ] as const,
          }
        : {}),
      label: denied ? { ...label, topics: [...stolen, 'call-refused'] } : label,
    });
  });
}

function findBucket(call: Caller, bucket: string): void {
  const label = { step: 'looking for data', technique: 'T1619', topics: stolen };
  const host = { bucketName: bucket, Host: `${bucket}.s3.eu-west-1.amazonaws.com` };
  call({
    minutes: 9,
    service: 's3',
    name: 'ListBuckets',
    readOnly: true,
    request: { Host: 's3.eu-west-1.amazonaws.com' },
    label,
  });
  call({
    minutes: 11,
    service: 's3',
    name: 'GetBucketLocation',
    readOnly: true,
    request: { location: '', ...host },
    label,
  });
  call({
    minutes: 12,
    service: 's3',
    name: 'ListObjects',
    readOnly: true,
    request: { 'list-type': '2', prefix: 'customers/', ...host },
    dataEvent: true,
    label,
  });
}

const copiedObjects = 420;

function copyObjects(stage: Stage, call: Caller, bucket: string): void {
  const { random } = stage;
  for (let i = 0; i < copiedObjects; i++) {
    const key = `customers/part-${String(i).padStart(5, '0')}.parquet`;
    call({
      minutes: 15 + (i / copiedObjects) * 55,
      service: 's3',
      name: 'GetObject',
      readOnly: true,
      dataEvent: true,
      request: { bucketName: bucket, Host: `${bucket}.s3.eu-west-1.amazonaws.com`, key },
      additional: {
        SignatureVersion: 'SigV4',
        CipherSuite: 'TLS_AES_128_GCM_SHA256',
        bytesTransferredIn: 0,
        AuthenticationMethod: 'AuthHeader',
        bytesTransferredOut: random.between(90e6, 128e6),
      },
      resources: [{ type: 'AWS::S3::Object', ARN: `arn:aws:s3:::${bucket}/${key}` }],
      label: { step: 'exfiltration', technique: 'T1530', topics: [] },
    });
  }
}

function reportFinding(stage: Stage, role: string, thief: Actor): void {
  const { random } = stage;
  const assets = stage.assets('production-data', 'eu-west-1');
  const id = random.hex(32);
  const timeMs = stage.at(42);
  stage.add({
    logType: 'aws.guardduty',
    feed: 'guardduty',
    timeMs,
    accountId: assets.account.id,
    region: assets.region,
    text: guardDutyFinding(assets, {
      id,
      type: 'UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration.OutsideAWS',
      severity: 8,
      title: `Credentials of instance role ${role} were used from an address outside AWS.`,
      timeMs,
      resource: {
        resourceType: 'AccessKey',
        accessKeyDetails: {
          accessKeyId: thief.identity['accessKeyId'],
          principalId: thief.identity['principalId'],
          userType: 'AssumedRole',
          userName: role,
        },
      },
      remoteIp: thief.sourceIp,
      count: 12,
      api: { name: 'ListBuckets', service: 's3.amazonaws.com' },
    }),
    label: {
      scenario: name,
      step: 'GuardDuty reports it',
      technique: 'T1552.005',
      eventId: id,
      topics: ['guardduty-high'],
    },
  });
}

/** The attacker also pulls data straight through the instance: far more than it ever sends. */
function spike(stage: Stage, target: string): void {
  const { random } = stage;
  const assets = stage.assets('production-data', 'eu-west-1');
  const interfaceId = random.pick(assets.of('networkInterface'));
  const source = random.pick(assets.of('privateIp'));
  for (let minute = 50; minute <= 80; minute += 3) {
    const timeMs = stage.at(minute);
    const bytes = random.between(1.15e9, 2.3e9);
    const text = defaultFlowLine(
      assets,
      {
        interfaceId,
        source,
        destination: target,
        sourcePort: 49_210,
        destinationPort: 443,
        protocol: 6,
        packets: Math.ceil(bytes / 1440),
        bytes,
        accepted: true,
        outbound: true,
      },
      timeMs,
    );
    stage.add({
      logType: 'aws.vpcflow',
      feed: 'flow',
      timeMs,
      accountId: assets.account.id,
      region: assets.region,
      text,
      label: {
        scenario: name,
        step: 'egress spike',
        technique: 'T1048',
        eventId: '',
        topics: ['large-transfer-to-internet'],
      },
    });
  }
}
