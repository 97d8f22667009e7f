/**
 * The country in a record of any common database: `country_code` (ip-location-db), `country.iso_code` (GeoIP2 and GeoLite2
 * Country and City), `country` (IPinfo). '' where there is none.
 */
export function countryOf(record: unknown): string {
  const country = member(record, 'country');
  for (const value of [member(record, 'country_code'), member(country, 'iso_code'), country]) {
    if (typeof value === 'string' && /^[A-Za-z]{2}$/.test(value)) return value.toUpperCase();
  }
  return '';
}

/** The network: `autonomous_system_number` (GeoIP2 and ip-location-db), `traits` of Enterprise databases, `asn` (IPinfo). As `AS64500`. */
export function asnOf(record: unknown): string {
  const name = 'autonomous_system_number';
  for (const value of [member(record, name), member(member(record, 'traits'), name), member(record, 'asn')]) {
    const number = /^(?:AS)?(\d{1,10})$/i.exec(
      typeof value === 'number' ? String(value) : typeof value === 'string' ? value : '',
    );
    if (number !== null && number[1] !== '0') return `AS${number[1]}`;
  }
  return '';
}

function member(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  const found: unknown = Reflect.get(value, name);
  return found;
}
