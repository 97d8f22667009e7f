import { readdirSync, readFileSync } from 'node:fs';

/** Linux's /proc: what a process has used. Elsewhere these are zero, and the report says so. */
export interface ProcessUse {
  /** User and system time. */
  readonly cpuSeconds: number;
  readonly peakRssBytes: number;
}

const ticksPerSecond = 100;

export function processUse(pid: number): ProcessUse {
  return { cpuSeconds: cpuSeconds(pid), peakRssBytes: peakRssBytes(pid) };
}

/** The process and all below it, with the command line of each. */
export function processTree(root: number): { readonly pid: number; readonly command: string }[] {
  const parents = new Map<number, number>();
  for (const name of list('/proc')) {
    if (/^\d+$/.test(name)) parents.set(Number(name), statFields(Number(name)).parent);
  }
  const below = (pid: number): boolean => {
    for (let at: number | undefined = pid; at !== undefined && at > 1; at = parents.get(at))
      if (at === root) return true;
    return false;
  };
  return [...parents.keys()]
    .filter(below)
    .map((pid) => ({ pid, command: read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ') }));
}

/** The embedded engine below this process; undefined where there is none. */
export function findEngine(root: number): number | undefined {
  return processTree(root).find(({ command }) => command.includes('engine-child'))?.pid;
}

function cpuSeconds(pid: number): number {
  const { user, system } = statFields(pid);
  return (user + system) / ticksPerSecond;
}

function peakRssBytes(pid: number): number {
  const match = /VmHWM:\s+(\d+) kB/.exec(read(`/proc/${pid}/status`));
  return Number(match?.[1] ?? 0) * 1024;
}

/** Field numbers as proc(5) has them; the command in field 2 may hold anything, so counting starts behind it. */
function statFields(pid: number): {
  readonly parent: number;
  readonly user: number;
  readonly system: number;
} {
  const text = read(`/proc/${pid}/stat`);
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return { parent: Number(fields[1] ?? 0), user: Number(fields[11] ?? 0), system: Number(fields[12] ?? 0) };
}

/** A process may end between being listed and being read. */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error) return '';
    throw error;
  }
}

function list(path: string): string[] {
  try {
    return readdirSync(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error) return [];
    throw error;
  }
}
