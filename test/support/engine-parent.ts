// A process that opens a store in the directory it is given, says so, and waits to be killed.
import { openStore } from '../../src/store/open-store.ts';
import { EmbeddedEngine } from '../../src/store/engine/embedded-engine.ts';

const [dataDir = ''] = process.argv.slice(2);
const store = await openStore({
  kind: 'embedded',
  dataDir,
  memoryBytesMax: 1024 ** 3,
  threadsMax: 2,
  log: (level, message) => process.stderr.write(`${level}: ${message}\n`),
});
const { engine } = store;
process.stdout.write(`${engine instanceof EmbeddedEngine ? engine.pid : 0}\n`);
setInterval(() => {}, 60_000);
