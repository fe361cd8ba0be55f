/** What work costs beside time: CPU of the processes, write-ahead log and commits of the server. */
import { readdirSync, readFileSync } from 'node:fs';
import { showFigure } from './bench.ts';
import type { Figures } from './figures.ts';

export type Cost = { workerMs: number; serverMs: number; walBytes: number; commits: number };

type Meter = { figures: Figures; postmasterPid: number; workerPids: number[] };

// The kernel counts in hundredths of a second, whatever the machine's own clock ticks at.
const tickMs = 10;

/** Starts counting; the answer ends it. CPU is known on Linux only and zero elsewhere. */
export async function startMeter({ figures, postmasterPid, workerPids }: Meter): Promise<() => Promise<Cost>> {
  const read = async (): Promise<Cost> => ({
    workerMs: workerPids.reduce((sum, pid) => sum + cpuMsOf(pid), 0),
    serverMs: serverCpuMs(postmasterPid),
    ...(await figures.written()),
  });
  const start = await read();
  return async () => {
    const end = await read();
    return {
      workerMs: end.workerMs - start.workerMs,
      serverMs: end.serverMs - start.serverMs,
      walBytes: end.walBytes - start.walBytes,
      commits: end.commits - start.commits,
    };
  };
}

/** The cost of one of `count`. */
export function showCost(cost: Cost, count: number): string {
  const each = (sum: number) => showFigure(sum / count);
  const cpu =
    cost.serverMs === 0
      ? 'CPU unknown'
      : `CPU worker ${each(cost.workerMs * 1_000)} us, server ${each(cost.serverMs * 1_000)} us`;
  return `each: ${cpu}, WAL ${each(cost.walBytes)} B, ${(cost.commits / count).toFixed(3)} commits`;
}

/** CPU that a process has used so far, all threads; zero when it is not to be known. */
export function cpuMsOf(pid: number): number {
  const times = timesOf(pid);
  return times === undefined ? 0 : times.own * tickMs;
}

// Backends that ended are counted by the postmaster, who waited for them.
function serverCpuMs(postmasterPid: number): number {
  const postmaster = timesOf(postmasterPid);
  if (postmaster === undefined) return 0;
  let ticks = postmaster.own + postmaster.waitedFor;
  for (const entry of readdirSync('/proc')) {
    const times = /^\d+$/.test(entry) ? timesOf(Number(entry)) : undefined;
    if (times?.parent === postmasterPid) ticks += times.own;
  }
  return ticks * tickMs;
}

function timesOf(pid: number): { parent: number; own: number; waitedFor: number } | undefined {
  let text: string;
  try {
    text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    // Gone meanwhile, or a system without /proc.
    return undefined;
  }
  // The name of the program stands in brackets and may itself hold spaces and brackets.
  const fields = text
    .slice(text.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  const [, parent = 0] = fields;
  const [user = 0, system = 0, childUser = 0, childSystem = 0] = fields.slice(11, 15);
  return { parent, own: user + system, waitedFor: childUser + childSystem };
}
