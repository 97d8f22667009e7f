import type { Assets } from './assets.ts';
import type { Random } from './prng.ts';
import type { Burst } from './record.ts';

/** What an ordinary week brings: low findings that nobody acts on. */
export function createGuardDuty(assetsOf: (random: Random) => Assets, random: Random): Burst {
  return (startMs, _endMs, _limit, sink) => {
    const assets = assetsOf(random);
    const kind = random.pick(ordinaryFindings);
    const instance = random.pickSkewed(assets.of('instance'));
    const text = guardDutyFinding(assets, {
      ...kind,
      id: random.hex(32),
      timeMs: startMs,
      title: kind.title.replace('INSTANCE', instance),
      resource: instanceResource(assets, instance, random),
      remoteIp: `198.18.${random.int(256)}.${random.between(1, 254)}`,
      count: random.between(1, 40),
    });
    sink(startMs, assets.account.id, assets.region, text);
    return 1;
  };
}

const ordinaryFindings = [
  {
    type: 'Recon:EC2/PortProbeUnprotectedPort',
    severity: 2,
    title: 'An unprotected port on EC2 instance INSTANCE is being probed.',
  },
  {
    type: 'UnauthorizedAccess:EC2/SSHBruteForce',
    severity: 2,
    title: 'SSH brute force attacks against INSTANCE.',
  },
  {
    type: 'Policy:S3/BucketVersioningDisabled',
    severity: 2,
    title: 'Versioning is off for a bucket that INSTANCE reads.',
  },
] as const;

export interface GuardDutyFacts {
  readonly id: string;
  readonly type: string;
  readonly severity: number;
  readonly title: string;
  readonly timeMs: number;
  readonly resource: object;
  readonly remoteIp: string;
  readonly count: number;
  /** API call that the finding is about; a network connection where absent. */
  readonly api?: { readonly name: string; readonly service: string } | undefined;
}

/** A finding as GuardDuty exports it. */
export function guardDutyFinding(
  { account, region }: Pick<Assets, 'account' | 'region'>,
  facts: GuardDutyFacts,
): string {
  const detectorId = `${account.suffix}${account.id}`.padEnd(32, '0').slice(0, 32);
  const time = new Date(facts.timeMs).toISOString();
  const remoteIpDetails = {
    ipAddressV4: facts.remoteIp,
    organization: {
      asn: '64500',
      asnOrg: 'Example Networks',
      isp: 'Example Networks',
      org: 'Example Networks',
    },
    country: { countryName: 'Unknown' },
    city: { cityName: '' },
    geoLocation: { lat: 0, lon: 0 },
  };
  const action =
    facts.api === undefined
      ? {
          actionType: 'NETWORK_CONNECTION',
          networkConnectionAction: {
            connectionDirection: 'INBOUND',
            protocol: 'TCP',
            blocked: false,
            localPortDetails: { port: 22, portName: 'SSH' },
            remotePortDetails: { port: 40_022, portName: 'Unknown' },
            remoteIpDetails,
          },
        }
      : {
          actionType: 'AWS_API_CALL',
          awsApiCallAction: {
            api: facts.api.name,
            serviceName: facts.api.service,
            callerType: 'Remote IP',
            remoteIpDetails,
            affectedResources: {},
          },
        };
  return JSON.stringify({
    schemaVersion: '2.0',
    accountId: account.id,
    region,
    partition: 'aws',
    id: facts.id,
    arn: `arn:aws:guardduty:${region}:${account.id}:detector/${detectorId}/finding/${facts.id}`,
    type: facts.type,
    resource: facts.resource,
    service: {
      serviceName: 'guardduty',
      detectorId,
      action,
      resourceRole: 'TARGET',
      additionalInfo: { value: '{}', type: 'default' },
      eventFirstSeen: time,
      eventLastSeen: time,
      archived: false,
      count: facts.count,
    },
    severity: facts.severity,
    createdAt: time,
    updatedAt: time,
    title: facts.title,
    description: facts.title,
  });
}

function instanceResource(assets: Assets, instanceId: string, random: Random): object {
  return {
    resourceType: 'Instance',
    instanceDetails: {
      instanceId,
      instanceType: 'm7g.large',
      launchTime: '2026-10-01T08:00:00.000Z',
      platform: null,
      productCodes: [],
      networkInterfaces: [
        {
          ipv6Addresses: [],
          networkInterfaceId: random.pickSkewed(assets.of('networkInterface')),
          privateIpAddress: random.pickSkewed(assets.of('privateIp')),
          subnetId: random.pickSkewed(assets.of('subnet')),
          vpcId: random.pickSkewed(assets.of('vpc')),
          securityGroups: [{ groupName: 'web', groupId: random.pickSkewed(assets.of('securityGroup')) }],
          publicIp: random.pickSkewed(assets.of('awsIp')),
        },
      ],
      tags: [{ key: 'team', value: 'platform' }],
      instanceState: 'running',
      availabilityZone: `${assets.region}a`,
      imageId: random.pickSkewed(assets.of('image')),
    },
  };
}
