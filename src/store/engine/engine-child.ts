import { DataType, load, open } from 'ffi-rs';

// The embedded engine's own process: `engine-child.ts LIBRARY ARGUMENT…`. It serves until its standard input closes,
// which the operating system does even where the parent is killed: no orphan ever holds the data directory.
// It always ends itself with SIGKILL: unloading the library can fault, and the engine is safe against a crash at any time.

const [library, ...args] = process.argv.slice(2);
if (library === undefined) throw new Error('usage: engine-child.ts LIBRARY ARGUMENT…');

const end = (): void => {
  process.kill(process.pid, 'SIGKILL');
};
process.stdin.on('end', end).on('close', end).on('error', end).resume();

open({ library: 'chdb', path: library });
const argv = ['clickhouse', ...args];
try {
  await load({
    library: 'chdb',
    funcName: 'chdb_query_cmdline',
    retType: DataType.External,
    paramsType: [DataType.I32, DataType.StringArray],
    paramsValue: [argv.length, argv],
    runInNewThread: true,
  });
} finally {
  // The query returns only on an error, which the library has written to standard error by then.
  end();
}
