import { type ErrorCode, TrailwatchError } from '../../src/base/errors.ts';

export function isTrailwatchError(error: unknown, code: ErrorCode): error is TrailwatchError {
  return error instanceof TrailwatchError && error.code === code;
}
