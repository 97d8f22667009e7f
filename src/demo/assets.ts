import type { Account, Organisation } from './organisation.ts';
import { Random } from './prng.ts';

/** What exists in one account and region: names and ids of resources, by kind. */
export interface Assets {
  readonly account: Account;
  readonly region: string;
  /** How much goes on here, as a share of what goes on in the busiest account and region. */
  readonly size: number;
  /** Resources of a kind, the busiest first; made on first use and the same whenever that is. */
  of(kind: AssetKind): readonly string[];
}

export type AssetKind = keyof typeof makers;

export function isAssetKind(name: string): name is AssetKind {
  return Object.hasOwn(makers, name);
}

/** The assets of every account and region of an organisation. */
export function createAssetRegister(
  organisation: Organisation,
): (account: Account, region: string) => Assets {
  const cells = new Map<string, Assets>();
  return (account, region) => {
    const key = `${account.id}/${region}`;
    const known = cells.get(key);
    if (known !== undefined) return known;
    const assets = createAssets(organisation, account, region);
    cells.set(key, assets);
    return assets;
  };
}

function createAssets(organisation: Organisation, account: Account, region: string): Assets {
  const { seed, accounts, regions } = organisation;
  const regionShare = regions.find(({ name }) => name === region)?.share ?? 0;
  const busiest =
    Math.max(...accounts.map(({ share }) => share)) * Math.max(...regions.map(({ share }) => share));
  const pools = new Map<AssetKind, readonly string[]>();
  return {
    account,
    region,
    size: (account.share * regionShare) / busiest,
    of(kind) {
      const known = pools.get(kind);
      if (known !== undefined) return known;
      const { count, make } = makers[kind];
      const random = new Random(seed, `${account.id}/${region}/${kind}`);
      const pool = Array.from({ length: count }, (_, i) => make({ random, account, region, index: i }));
      pools.set(kind, pool);
      return pool;
    },
  };
}

interface Making {
  readonly random: Random;
  readonly account: Account;
  readonly region: string;
  readonly index: number;
}
interface Maker {
  readonly count: number;
  readonly make: (making: Making) => string;
}

export const workloads =
  'orders catalog checkout cart pricing search inventory shipping returns accounts loyalty payments ledger invoices risk notify media reports events forecast ingest export gateway identity'.split(
    ' ',
  );
const purposes =
  'api worker batch web jobs cache stream sync index admin scheduler importer mailer renderer relay'.split(
    ' ',
  );
const bucketPurposes =
  'assets uploads exports backups data-lake invoices reports artifacts terraform-state access-logs thumbnails statements raw curated models audit'.split(
    ' ',
  );

const ec2Id = (prefix: string, count: number): Maker => ({
  count,
  make: ({ random }) => `${prefix}-0${random.hex(16)}`,
});
const named = (count: number, suffix = ''): Maker => ({
  count,
  make: ({ random, index }) => {
    const base = `${random.pick(workloads)}-${random.pick(purposes)}`;
    return `${index < 12 ? base : `${base}-${random.hex(4)}`}${suffix}`;
  },
});

const makers = {
  bucket: {
    count: 22,
    make: ({ random, account, region, index }) =>
      `halden-${bucketPurposes[index % bucketPurposes.length]}${index < 16 ? '' : `-${random.hex(2)}`}-${account.suffix}-${region}`,
  },
  instance: ec2Id('i', 60),
  image: ec2Id('ami', 12),
  volume: ec2Id('vol', 90),
  snapshot: ec2Id('snap', 80),
  vpc: ec2Id('vpc', 3),
  subnet: ec2Id('subnet', 9),
  securityGroup: ec2Id('sg', 30),
  networkInterface: ec2Id('eni', 80),
  routeTable: ec2Id('rtb', 8),
  internetGateway: ec2Id('igw', 3),
  natGateway: ec2Id('nat', 3),
  vpcEndpoint: ec2Id('vpce', 6),
  launchTemplate: ec2Id('lt', 12),
  allocation: ec2Id('eipalloc', 10),
  privateIp: {
    count: 80,
    make: ({ random, region }) => `10.${40 + region.length}.${random.int(32)}.${random.between(4, 250)}`,
  },
  // Addresses like those that AWS gives to NAT gateways and instances.
  awsIp: {
    count: 12,
    make: ({ random }) =>
      `${random.pick(['3.248', '18.200', '34.240', '52.16', '54.72', '63.32'])}.${random.int(256)}.${random.between(1, 254)}`,
  },
  function: named(40),
  table: named(24),
  cluster: named(5),
  service: named(26),
  taskDefinition: named(26),
  queue: named(24),
  topic: named(16),
  repository: named(24),
  stateMachine: named(10),
  stack: named(24),
  pipeline: named(10),
  alarm: named(30, '-errors'),
  rule: named(16, '-schedule'),
  loadBalancer: {
    count: 8,
    make: ({ random }) => `app/${random.pick(workloads)}-${random.pick(purposes)}/${random.hex(16)}`,
  },
  targetGroup: {
    count: 16,
    make: ({ random }) => `targetgroup/${random.pick(workloads)}-${random.pick(purposes)}/${random.hex(16)}`,
  },
  autoScalingGroup: named(10, '-asg'),
  database: named(8, '-db'),
  cacheCluster: named(5, '-redis'),
  dataStream: named(8, '-stream'),
  logGroup: {
    count: 40,
    make: ({ random }) =>
      `/aws/${random.pick(['lambda', 'ecs', 'codebuild', 'rds/instance', 'apigateway'])}/${random.pick(workloads)}-${random.pick(purposes)}`,
  },
  kmsKey: { count: 14, make: ({ random }) => random.uuid() },
  secret: {
    count: 24,
    make: ({ random }) =>
      `${random.pick(workloads)}/${random.pick(purposes)}/credentials-${random.base64(6).replace(/[+/]/g, 'x')}`,
  },
  parameter: {
    count: 40,
    make: ({ random }) =>
      `/${random.pick(workloads)}/${random.pick(purposes)}/${random.pick(parameterNames)}`,
  },
  role: {
    count: 36,
    make: ({ random }) =>
      `${random.pick(workloads)}-${random.pick(['task', 'fn', 'node', 'exec', 'deploy'])}`,
  },
  api: { count: 6, make: ({ random }) => random.hex(10) },
} satisfies Record<string, Maker>;

const parameterNames =
  'db-url api-key feature-flags log-level timeout-ms pool-size endpoint region-map'.split(' ');
