/** What a window of time amounts to: counts, rates and punctuality, made from the transitions and a sample of the jobs in it. */
import { timetableBounds } from '#domain/bounds/timetable.ts';
import { type EventType, eventTypes } from '#domain/event-catalogue.ts';
import type { Sla } from '#domain/sla/sla.ts';

/** How many entities moved in one way within one bucket. What happened after the window is in bucket `buckets`. */
export type MoveCount = { bucket: number; type: EventType; from: string | null; to: string | null; count: number };

/** When a job was due and when its first attempt began. */
export type SampledJob = { dueAtMs: number; startedAtMs: number | null; finishedAtMs: number | null; sla: Sla };

export type WindowCounts = {
  created: number;
  started: number;
  succeeded: number;
  failed: number;
  dead: number;
  cancelled: number;
  retried: number;
  missed: number;
};

/** `depth` is how many jobs waited at the end of the bucket; null when that is too long ago to be told. */
export type Bucket = { created: number; succeeded: number; failed: number; depth: number | null };

export type Punctuality = { onTimePercent: number | null; triggerLatencyP95Ms: number | null };

const countedAs: Partial<Record<EventType, keyof WindowCounts>> = {
  'job.created': 'created',
  'job.started': 'started',
  'job.succeeded': 'succeeded',
  'job.failed': 'failed',
  'job.dead': 'dead',
  'job.cancelled': 'cancelled',
  'job.retrying': 'retried',
  'job.requeued': 'retried',
};

/** The event types that statistics are made from. */
export const countedTypes: readonly EventType[] = [
  ...eventTypes.filter((type) => countedAs[type] !== undefined),
  'job.released',
  'job.skipped',
  'job.expedited',
  'schedule.ticked',
];

/** Why a tick is MISSED when somebody wanted it so: that is nobody's failure and is not counted. */
export const missedByHand: readonly string[] = ['PAUSED', 'CHANGED', 'DELETED'];

/** Everything that happened within the window, by kind. */
export function countWindow(moves: readonly MoveCount[], buckets: number): WindowCounts {
  const counts = { created: 0, started: 0, succeeded: 0, failed: 0, dead: 0, cancelled: 0, retried: 0, missed: 0 };
  for (const move of moves) {
    const kind = kindOf(move);
    if (kind !== undefined && move.bucket < buckets) counts[kind] += move.count;
  }
  return counts;
}

/** The share of the settled jobs that succeeded; null when none settled. Cancelled jobs are neither. */
export function successPercent({ succeeded, failed, dead }: WindowCounts): number | null {
  return percent(succeeded, succeeded + failed + dead);
}

/** The window in its parts. `waitingNow` is the number of waiting jobs from which earlier depths are counted back. */
export function bucketsOf(
  moves: readonly MoveCount[],
  { buckets, waitingNow }: { buckets: number; waitingNow: number | null },
): Bucket[] {
  const made = Array.from({ length: buckets }, () => ({ created: 0, succeeded: 0, failed: 0 }));
  const flows = new Array<number>(buckets + 1).fill(0);
  for (const move of moves) {
    const kind = kindOf(move);
    const bucket = made[move.bucket];
    if (bucket !== undefined) {
      if (kind === 'created' || kind === 'succeeded') bucket[kind] += move.count;
      if (kind === 'failed' || kind === 'dead') bucket.failed += move.count;
    }
    flows[move.bucket] = (flows[move.bucket] ?? 0) + inflowOf(move);
  }
  let depth = waitingNow;
  const depths: (number | null)[] = [];
  for (let n = buckets; n > 0; n -= 1) {
    // Moves that committed between two looks must not show as less than nothing.
    depth = depth === null ? null : Math.max(0, depth - (flows[n] ?? 0));
    depths[n - 1] = depth;
  }
  return made.map((bucket, n) => ({ ...bucket, depth: depths[n] ?? null }));
}

/** How punctually the sampled jobs started. A job that may still start in time, or ended before it had to, is not judged. */
export function punctuality(jobs: readonly SampledJob[], nowMs: number): Punctuality {
  let [onTime, judged] = [0, 0];
  const latenciesMs: number[] = [];
  for (const { dueAtMs, startedAtMs, finishedAtMs, sla } of jobs) {
    const waitedMs = (startedAtMs ?? finishedAtMs ?? nowMs) - dueAtMs;
    const isLate = waitedMs > (sla.startByMs ?? timetableBounds.lateAfterMs);
    if (startedAtMs === null && !isLate) continue;
    judged += 1;
    if (!isLate) onTime += 1;
    if (startedAtMs !== null) latenciesMs.push(Math.max(0, waitedMs));
  }
  latenciesMs.sort((a, b) => a - b);
  const rank = Math.ceil(latenciesMs.length * 0.95) - 1;
  return { onTimePercent: percent(onTime, judged), triggerLatencyP95Ms: latenciesMs[rank] ?? null };
}

/** How many jobs to sample from each bucket, so that each job made is as likely to be looked at; all of them when they are few. */
export function shareSample(created: readonly number[], sampleMax: number): number[] {
  const all = created.reduce((sum, count) => sum + count, 0);
  if (all <= sampleMax) return [...created];
  return created.map((count) => Math.ceil((count * sampleMax) / all));
}

function kindOf({ type, to }: MoveCount): keyof WindowCounts | undefined {
  return type === 'schedule.ticked' ? (to === 'MISSED' ? 'missed' : undefined) : countedAs[type];
}

function inflowOf({ type, from, to, count }: MoveCount): number {
  if (type === 'schedule.ticked' || from === to) return 0;
  return to === 'PENDING' ? count : from === 'PENDING' ? -count : 0;
}

function percent(part: number, whole: number): number | null {
  return whole === 0 ? null : (part / whole) * 100;
}
