export interface Bucket {
  readonly time: string;
  readonly log_type: string;
  readonly count: number;
}

export interface StackInput {
  readonly buckets: readonly Bucket[];
  readonly fromMs: number;
  readonly toMs: number;
  readonly bucketSeconds: number;
  readonly types: readonly string[];
}

export interface Stack {
  /** Start of each bucket, seconds since 1970, ascending and complete: an empty bucket is there with zeros. */
  readonly times: readonly number[];
  /** For each type, its own count a bucket. */
  readonly counts: readonly (readonly number[])[];
  /** For each type, its count plus those of all types before it. */
  readonly tops: readonly (readonly number[])[];
  readonly totals: ReadonlyMap<string, number>;
}

export const stackBucketsMax = 2000;

/** Lays buckets out on a complete time axis and sums them up, type upon type. */
export function stackBuckets({ buckets, fromMs, toMs, bucketSeconds, types }: StackInput): Stack {
  const step = Math.max(bucketSeconds, 1);
  const first = Math.floor(fromMs / 1000 / step) * step;
  const length = Math.min(Math.max(Math.ceil((toMs / 1000 - first) / step), 1), stackBucketsMax);
  const times = Array.from({ length }, (_, index) => first + index * step);
  const counts = types.map(() => times.map(() => 0));
  const totals = new Map(types.map((type) => [type, 0]));
  for (const { time, log_type: type, count } of buckets) {
    const row = counts[types.indexOf(type)];
    const index = Math.floor((Date.parse(time) / 1000 - first) / step);
    if (row === undefined || index < 0 || index >= length) continue;
    row[index] = (row[index] ?? 0) + count;
    totals.set(type, (totals.get(type) ?? 0) + count);
  }
  const sums = times.map(() => 0);
  const tops = counts.map((row) =>
    row.map((count, index) => {
      const sum = (sums[index] ?? 0) + count;
      sums[index] = sum;
      return sum;
    }),
  );
  return { times, counts, tops, totals };
}
