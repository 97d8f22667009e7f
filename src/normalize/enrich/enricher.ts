import { createRequire } from 'node:module';
import { isIP } from 'node:net';
import { open } from 'maxmind';
import { TrailwatchError } from '../../base/errors.ts';
import type { EventColumns } from '../../event/event.ts';
import { isPublicAddress } from './address-space.ts';
import { BoundedCache } from './bounded-cache.ts';
import { asnOf, countryOf } from './location-record.ts';

export interface EnrichOptions {
  /** A MaxMind database with countries, and networks where it has them; undefined: the built-in one, null: none. */
  readonly countryAsnPath?: string | null | undefined;
  /** A MaxMind database with networks (autonomous systems) of its own. */
  readonly asnPath?: string | undefined;
  /** Addresses whose place is kept in memory. */
  readonly cacheMax?: number | undefined;
}

export interface Enricher {
  /** Sets country and network of the source address where the record names none itself. Never throws. */
  enrich(columns: EventColumns): void;
  /** ISO 3166 code; '' where the address has no known place. */
  country(ip: string): string;
}

interface Place {
  readonly country: string;
  readonly asn: string;
}

const nowhere: Place = { country: '', asn: '' };
const cacheMaxDefault = 50_000;
/** Records of one database that its reader keeps decoded. */
const decodedMax = 5_000;

/** Reads the databases into this thread's memory; each worker thread has its own. TW_GEOIP_UNREADABLE where one cannot be read. */
export async function createEnricher(options: EnrichOptions): Promise<Enricher> {
  const databases: Database[] = [];
  const { countryAsnPath = builtInPath(), asnPath } = options;
  if (countryAsnPath !== null) databases.push(await openDatabase(countryAsnPath));
  if (asnPath !== undefined) databases.push(await openDatabase(asnPath));
  const cache = new BoundedCache<Place>(options.cacheMax ?? cacheMaxDefault);

  function placeOf(ip: string): Place {
    const cached = cache.get(ip);
    if (cached !== undefined) return cached;
    const place = isIP(ip) !== 0 && isPublicAddress(ip) ? lookUp(databases, ip) : nowhere;
    cache.set(ip, place);
    return place;
  }

  return {
    enrich(columns) {
      if (columns.src_ip === '' || databases.length === 0) return;
      const { country, asn } = placeOf(columns.src_ip);
      if (columns.src_country === '') columns.src_country = country;
      if (columns.src_asn === '') columns.src_asn = asn;
    },
    country: (ip) => placeOf(ip).country,
  };
}

interface Database {
  find(ip: string): unknown;
}

/** The first database that knows the country, and the first that knows the network. */
function lookUp(databases: readonly Database[], ip: string): Place {
  let country = '';
  let asn = '';
  for (const database of databases) {
    const record = database.find(ip);
    country ||= countryOf(record);
    asn ||= asnOf(record);
  }
  return country === '' && asn === '' ? nowhere : { country, asn };
}

function builtInPath(): string {
  const require = createRequire(import.meta.url);
  return require.resolve('@ip-location-db/geo-whois-asn-country-mmdb/geo-whois-asn-country.mmdb');
}

async function openDatabase(path: string): Promise<Database> {
  try {
    const reader = await open(path, { cache: { max: decodedMax } });
    // A damaged search tree shows only when it is walked.
    reader.get('192.0.2.1');
    return {
      find(ip) {
        try {
          return reader.get(ip);
        } catch {
          return null; // an IPv6 address in a database of IPv4, or a damaged record: the place is not known
        }
      },
    };
  } catch (cause) {
    throw new TrailwatchError(
      'TW_GEOIP_UNREADABLE',
      `cannot read the IP location database ${path}: ${reasonOf(cause)}`,
      {
        cause,
        at: { file: path },
        hint: 'Point geoip to a readable MaxMind database (.mmdb), or leave it out to use the built-in one.',
      },
    );
  }
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
