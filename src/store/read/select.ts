/**
 * Runs one SELECT as the application and reads all rows, as objects by column name: times as RFC 3339 UTC text, 64-bit integers
 * as numbers. Only for bounded results: every statement here has a LIMIT or groups by something small.
 */
export type Select = <T>(sql: string, parameters?: Readonly<Record<string, unknown>>) => Promise<T[]>;

/** Conditions joined by AND, with the parameters they name. Values are always bound, never written into the text. */
export interface Where {
  readonly sql: string;
  readonly parameters: Readonly<Record<string, unknown>>;
}

export type Condition = readonly [sql: string, parameters: Readonly<Record<string, unknown>>];

export function allOf(...conditions: readonly (Condition | undefined)[]): Where {
  const present = conditions.filter((condition) => condition !== undefined);
  return {
    sql: present.length === 0 ? '1' : present.map(([sql]) => `(${sql})`).join(' AND '),
    parameters: Object.assign({}, ...present.map(([, parameters]) => parameters)),
  };
}

/** RFC 3339 bounds; start inclusive, end exclusive. */
export interface TimeBounds {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** Conditions on a DateTime64(3) column; `column` is ours, never a user's. */
export function within(column: string, { from, to }: TimeBounds): Condition[] {
  const bound = (name: string, operator: string, value: string | undefined): Condition[] =>
    value === undefined
      ? []
      : [
          [
            `${column} ${operator} fromUnixTimestamp64Milli({${name}: Int64}, 'UTC')`,
            { [name]: Date.parse(value) },
          ],
        ];
  return [...bound('from', '>=', from), ...bound('to', '<', to)];
}

export function oneOf(
  column: string,
  name: string,
  values: readonly string[] | undefined,
): Condition | undefined {
  if (values === undefined || values.length === 0) return undefined;
  return [`${column} IN {${name}: Array(String)}`, { [name]: values }];
}
