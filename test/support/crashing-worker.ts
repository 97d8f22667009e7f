import { existsSync, writeFileSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import type { FromWorker, ToWorker } from '../../src/pipeline/protocol.ts';
import { startWorker } from '../../src/pipeline/worker-loop.ts';

if (parentPort === null) throw new Error('runs in a worker thread');
const port = parentPort;
const objects = new Map<number, string>();

port.on('message', (message: ToWorker) => {
  if (message.type === 'deliver') objects.set(message.job, message.delivery.object);
});

const postMessage = port.postMessage.bind(port);
port.postMessage = (message: FromWorker, transfer?: readonly ArrayBuffer[]) => {
  const object = message.type === 'chunk' ? (objects.get(message.job) ?? '') : '';
  if (message.type === 'chunk' && message.chunk.index === 1 && crashes(object))
    throw new Error('a crash on purpose');
  if (message.type === 'chunk' && object === 'hang-always') for (;;);
  postMessage(message, transfer ?? []);
};

/** A name that ends in `crash-once` is a path: the file there tells that it has happened. */
function crashes(object: string): boolean {
  if (object === 'crash-always') return true;
  if (!object.endsWith('crash-once') || existsSync(object)) return false;
  writeFileSync(object, '');
  return true;
}

startWorker(port, workerData);
