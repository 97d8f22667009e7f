import type { Assets } from './assets.ts';
import type { Random } from './prng.ts';
import type { Burst } from './record.ts';

/** What one flow record says, whichever fields its format has. */
export interface Flow {
  readonly interfaceId: string;
  readonly source: string;
  readonly destination: string;
  readonly sourcePort: number;
  readonly destinationPort: number;
  /** IANA number. */
  readonly protocol: number;
  readonly packets: number;
  readonly bytes: number;
  readonly accepted: boolean;
  readonly outbound: boolean;
}

/** The default format of version 2. */
export const defaultFlowHeader =
  'version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status';
/** The organisation's own format for its production networks: other fields, in another order. */
export const customFlowHeader =
  'version vpc-id subnet-id interface-id account-id type srcaddr dstaddr srcport dstport pkt-srcaddr pkt-dstaddr protocol bytes packets tcp-flags flow-direction start end action log-status region az-id';

/** Flows of an ordinary minute on one interface. */
export function createFlowLogs(
  format: 'default' | 'custom',
  assetsOf: (random: Random) => Assets,
  random: Random,
): Burst {
  const line = format === 'default' ? defaultFlowLine : customFlowLine;
  return (startMs, endMs, limit, sink) => {
    const assets = assetsOf(random);
    const count = Math.min(limit, random.between(4, 40));
    const interfaceId = random.pickSkewed(assets.of('networkInterface'));
    const own = random.pick(assets.of('privateIp'));
    for (let i = 0; i < count; i++) {
      const timeMs = Math.min(endMs - 1, startMs + random.int(60_000));
      const text = random.chance(0.01)
        ? quietLine(format, assets, interfaceId, timeMs)
        : line(assets, drawFlow(assets, random, interfaceId, own), timeMs, random);
      sink(timeMs, assets.account.id, assets.region, text);
    }
    return count;
  };
}

const servicePorts = [443, 443, 443, 8080, 5432, 6379, 9092, 53, 3306, 2049];
const probedPorts = [22, 23, 80, 443, 445, 3389, 8080, 8443, 5900, 6379, 9200, 1433, 25, 5555];

function drawFlow(assets: Assets, random: Random, interfaceId: string, own: string): Flow {
  const high = random.between(1024, 65_535);
  const kind = random.unit();
  if (kind < 0.12) {
    return {
      interfaceId,
      source: strangerIp(random),
      destination: own,
      sourcePort: high,
      destinationPort: random.pick(probedPorts),
      protocol: random.chance(0.9) ? 6 : 17,
      packets: random.between(1, 3),
      bytes: random.between(40, 180),
      accepted: false,
      outbound: false,
    };
  }
  const peer = kind < 0.55 ? random.pick(assets.of('privateIp')) : random.pick(assets.of('awsIp'));
  const port = random.pick(servicePorts);
  const outbound = random.chance(0.5);
  const packets = 1 + Math.floor(2 ** (random.unit() * 9));
  const bytes = packets * random.between(52, 900);
  return {
    interfaceId,
    source: outbound ? own : peer,
    destination: outbound ? peer : own,
    sourcePort: outbound ? high : port,
    destinationPort: outbound ? port : high,
    protocol: port === 53 ? 17 : 6,
    packets,
    bytes,
    accepted: true,
    outbound,
  };
}

/** The noise of the internet, from addresses reserved for documentation and benchmarks. */
function strangerIp(random: Random): string {
  return `198.${random.between(18, 19)}.${random.int(256)}.${random.between(1, 254)}`;
}

const aggregationSeconds = 60;

function window(timeMs: number): readonly [start: number, end: number] {
  const end = Math.floor(timeMs / 1000);
  return [end - aggregationSeconds, end];
}

export function defaultFlowLine({ account }: Assets, flow: Flow, timeMs: number): string {
  const [start, end] = window(timeMs);
  return `2 ${account.id} ${flow.interfaceId} ${flow.source} ${flow.destination} ${flow.sourcePort} ${flow.destinationPort} ${flow.protocol} ${flow.packets} ${flow.bytes} ${start} ${end} ${flow.accepted ? 'ACCEPT' : 'REJECT'} OK`;
}

export function customFlowLine(assets: Assets, flow: Flow, timeMs: number, random: Random): string {
  const [start, end] = window(timeMs);
  const [vpc = '-'] = assets.of('vpc');
  const flags = flow.protocol === 6 ? random.pick([2, 3, 18, 19]) : 0;
  const zone = `${assets.region.slice(0, 2)}w1-az${random.between(1, 3)}`;
  return `5 ${vpc} ${random.pick(assets.of('subnet'))} ${flow.interfaceId} ${assets.account.id} IPv4 ${flow.source} ${flow.destination} ${flow.sourcePort} ${flow.destinationPort} ${flow.source} ${flow.destination} ${flow.protocol} ${flow.bytes} ${flow.packets} ${flags} ${flow.outbound ? 'egress' : 'ingress'} ${start} ${end} ${flow.accepted ? 'ACCEPT' : 'REJECT'} OK ${assets.region} ${zone}`;
}

/** An interface without traffic. */
function quietLine(
  format: 'default' | 'custom',
  { account, region }: Assets,
  interfaceId: string,
  timeMs: number,
): string {
  const [start, end] = window(timeMs);
  return format === 'default'
    ? `2 ${account.id} ${interfaceId} - - - - - - - ${start} ${end} - NODATA`
    : `5 - - ${interfaceId} ${account.id} - - - - - - - - - - - - ${start} ${end} - NODATA ${region} -`;
}
