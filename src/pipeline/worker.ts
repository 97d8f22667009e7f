import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import assert from 'node:assert/strict';
import { startWorker } from './worker-loop.ts';

assert.ok(!isMainThread && parentPort !== null, 'worker.ts runs in a worker thread');
startWorker(parentPort, workerData);
