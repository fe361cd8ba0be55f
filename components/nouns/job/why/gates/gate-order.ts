/** The gates before a job as a person reads them: what is shut first, what is open last. */
import type { GateLineFragment, WaitGateState } from '#components/generated/why.ts';
import { jobsLink } from '#components/kit/words/list-links.ts';
import { jobPath, queuePath, runPath, screens } from '#components/kit/words/paths.ts';
import type { Look } from '#components/state/state-look.ts';
import { sayDistance } from '#components/time/say-time.ts';

export const gateLooks: Record<WaitGateState, Look> = {
  FAIL: { word: 'Shut', family: 'warning', glyph: 'cross' },
  UNKNOWN: { word: 'Not known', family: 'waiting', glyph: 'circle' },
  PASS: { word: 'Open', family: 'success', glyph: 'check' },
};

const order: readonly WaitGateState[] = ['FAIL', 'UNKNOWN', 'PASS'];

/** What is worth reading at once, and the open ones. */
export function partGates(gates: readonly GateLineFragment[]): { shut: GateLineFragment[]; open: GateLineFragment[] } {
  const sorted = gates.toSorted((one, other) => order.indexOf(one.state) - order.indexOf(other.state));
  return {
    shut: sorted.filter(({ state }) => state !== 'PASS'),
    open: sorted.filter(({ state }) => state === 'PASS'),
  };
}

/** Where what holds a gate is to be seen. */
export function holderPath({ kind, id, name }: NonNullable<GateLineFragment['holder']>): string {
  switch (kind) {
    case 'JOB':
      return jobPath(id);
    case 'RUN':
      return runPath(id);
    case 'QUEUE':
      return queuePath({ id, name });
    case 'TENANT':
      return screens.settings;
  }
}

/** `send-letter`, `queue mail`. */
export function sayHolder({ kind, name }: NonNullable<GateLineFragment['holder']>): string {
  return kind === 'JOB' ? name : `${kind.toLowerCase()} ${name}`;
}

/** Where the others that hold a gate are listed; undefined where no list shows just them. */
export function othersPath(code: string, queue: { name: string }): string | undefined {
  if (code === 'QUEUE_LIMIT') return jobsLink({ states: ['RUNNING'], queue: queue.name });
  return code === 'TENANT_LIMIT' ? jobsLink({ states: ['RUNNING'] }) : undefined;
}

/** When it probably starts: `in 30 s to 2 min`, `within 2 min`. */
export function sayStart({ fromMs, toMs }: { fromMs: number; toMs: number }, nowMs: number): string {
  if (toMs <= nowMs) return 'at any moment';
  const [from, to] = [fromMs, toMs].map((atMs) => sayDistance(atMs, nowMs).replace(/^in /, ''));
  return fromMs <= nowMs || from === to ? `within ${to}` : `in ${from} to ${to}`;
}

/** The engine's words at the beginning of a line. */
export function capital(sentence: string): string {
  return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}`;
}
