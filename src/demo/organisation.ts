import { type Office, offices } from './rhythm.ts';
import { Random } from './prng.ts';

/** The simulated company. Everything in it is invented; its domain is example.com. */
export interface Organisation {
  readonly seed: number;
  readonly id: string;
  readonly accounts: readonly Account[];
  readonly regions: readonly Region[];
  readonly people: readonly Person[];
}

export interface Account {
  readonly id: string;
  readonly name: string;
  /** Path of organisational units. */
  readonly unit: string;
  /** Share of all activity. */
  readonly share: number;
  /** Suffix that keeps its global names apart. */
  readonly suffix: string;
}

export interface Region {
  readonly name: string;
  readonly share: number;
}

export type Duty = 'administrator' | 'developer' | 'analyst' | 'security' | 'support';

export interface Person {
  /** The name they sign in with, such as `ana.k`. */
  readonly login: string;
  readonly email: string;
  readonly office: Office;
  readonly duty: Duty;
  readonly officeIp: string;
  readonly homeIp: string;
  readonly browser: string;
  readonly cli: string;
  /** A few people still have an IAM user, in one account. */
  readonly iamUserIn: Account | null;
}

export const companyDomain = 'example.com';

const accountPlan: readonly (readonly [id: string, name: string, unit: string, share: number])[] = [
  ['111122223333', 'production-shop', 'Workloads/Production', 24],
  ['222233334444', 'production-payments', 'Workloads/Production', 17],
  ['333344445555', 'production-data', 'Workloads/Production', 18],
  ['444455556666', 'staging', 'Workloads/Test', 9],
  ['555566667777', 'development', 'Workloads/Test', 10],
  ['666677778888', 'shared-services', 'Infrastructure', 6],
  ['777788889999', 'network', 'Infrastructure', 3],
  ['888899990000', 'security-tooling', 'Security', 5],
  ['999900001111', 'log-archive', 'Security', 3],
  ['012345678901', 'analytics-sandbox', 'Sandbox', 2],
  ['123456789012', 'management', 'Root', 2],
  ['210987654321', 'backup', 'Infrastructure', 1],
];

const regionPlan: readonly Region[] = [
  { name: 'eu-west-1', share: 46 },
  { name: 'us-east-1', share: 30 },
  { name: 'eu-central-1', share: 12 },
  { name: 'us-west-2', share: 7 },
  { name: 'ap-southeast-2', share: 5 },
];

const firstNames =
  'ana bruno carla dana emil farid greta hana ivo jana kofi lena milo nora omar petra quinn rosa sami tara ugo vera wim xenia yann zoe aino boris celia dario elif finn gaia hugo ines jonas kaya luca mina nils'.split(
    ' ',
  );
const duties: readonly Duty[] = [
  'developer',
  'developer',
  'developer',
  'administrator',
  'analyst',
  'security',
  'support',
];
const browsers = [
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0',
  'Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0',
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15',
];
const clis = [
  'aws-cli/2.22.7 md/awscrt#0.23.3 ua/2.0 os/macos#24.1.0 md/arch#arm64 lang/python#3.12.6 md/pyimpl#CPython m/b,N,E cfg/retry-mode#standard md/installer#exe md/prompt#off md/command#',
  'aws-cli/2.19.1 md/awscrt#0.22.0 ua/2.0 os/linux#6.8.0-49-generic md/arch#x86_64 lang/python#3.12.6 md/pyimpl#CPython cfg/retry-mode#standard md/installer#exe md/distrib#ubuntu.24 md/prompt#off md/command#',
  'aws-cli/2.18.15 md/awscrt#0.22.0 ua/2.0 os/windows#11 md/arch#amd64 lang/python#3.12.6 md/pyimpl#CPython cfg/retry-mode#standard md/installer#exe md/prompt#off md/command#',
];
/** First two octets of the access networks that people at home come from: large consumer ranges near each office. */
const homeNetworks: Readonly<Record<string, readonly string[]>> = {
  Lisbon: ['85.240', '89.114', '188.80'],
  Berlin: ['79.192', '87.128', '91.32'],
  Chicago: ['24.12', '73.44', '98.212'],
  Sydney: ['1.128', '110.140', '120.16'],
};

/** Twelve accounts, five regions, forty people: the same for the same seed. */
export function createOrganisation(seed: number): Organisation {
  const random = new Random(seed, 'organisation');
  const accounts = accountPlan.map(([id, name, unit, share]) => ({
    id,
    name,
    unit,
    share,
    suffix: random.hex(6),
  }));
  const people = firstNames.map((first, i) => createPerson(random, first, i, accounts));
  return { seed, id: `o-${random.hex(10)}`, accounts, regions: regionPlan, people };
}

function createPerson(random: Random, first: string, index: number, accounts: readonly Account[]): Person {
  const office = officeOf(random.unit());
  const login = `${first}.${'abcdefghijklmnopqrstuvwxyz'.charAt(random.int(26))}`;
  const networks = homeNetworks[office.name] ?? ['85.240'];
  const officeNumber = offices.indexOf(office);
  return {
    login,
    email: `${login}@${companyDomain}`,
    office,
    duty: duties[index % duties.length] ?? 'developer',
    officeIp: `203.0.113.${16 * officeNumber + random.between(2, 6)}`,
    homeIp: `${random.pick(networks)}.${random.int(256)}.${random.between(1, 254)}`,
    browser: random.pick(browsers),
    cli: random.pick(clis),
    iamUserIn: index % 10 === 7 ? random.pick(accounts) : null,
  };
}

function officeOf(unit: number): Office {
  let sum = 0;
  for (const office of offices) {
    sum += office.share;
    if (unit < sum) return office;
  }
  return offices[0] ?? { name: 'Lisbon', utcOffset: 0, share: 1 };
}
