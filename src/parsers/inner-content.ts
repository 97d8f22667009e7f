import { gunzipSync, zstdDecompressSync } from 'node:zlib';
import { compressionOf } from './decompress.ts';

/** Payloads inside of envelopes are small: SQS, SNS, Kinesis and CloudWatch Logs allow at most 10 MiB compressed. */
export const innerBytesMax = 64 * 1024 ** 2;

/** Takes gzip and zstd off a payload, however often; throws what the codec throws. */
export function decompressInner(bytes: Buffer, layersMax: number): Buffer {
  let inner = bytes;
  for (let layer = 0; layer < layersMax; layer += 1) {
    const kind = compressionOf(inner);
    if (kind === null) return inner;
    const decompress = kind === 'gzip' ? gunzipSync : zstdDecompressSync;
    inner = decompress(inner, { maxOutputLength: innerBytesMax });
  }
  return inner;
}
