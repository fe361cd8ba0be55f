/** What the commands on schedules share: the stored row under its lock, and the instants that nobody planned. */
import { scheduleBounds } from '#domain/bounds/schedule.ts';
import { timetableBounds } from '#domain/bounds/timetable.ts';
import type { ScheduleState } from '#domain/machines.ts';
import { done, type Outcome, type Refusal, refuse, refuseAll } from '#domain/refusal.ts';
import { nextInstant, parseTimetable, type Timetable } from '#domain/timetable/cron.ts';
import { boundedMemo } from '#domain/timetable/memo.ts';
import { type CatchUp, type OverlapPolicy, overlapPolicies } from '#domain/timetable/plan-ticks.ts';
import { assert } from '#domain/unreachable.ts';
import { isJsonObject, type Json, type JsonObject } from '#domain/value/json.ts';
import type { Transaction } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';

// Instants that passed while a schedule was paused: a person reads the first page, the last entry says how long it went on.
export const pausedTicksMax = 100;

export type StoredSchedule = {
  id: string;
  name: string;
  cron: string;
  timeZone: string;
  state: ScheduleState;
  taskId: string | null;
  workflowId: string | null;
  params: JsonObject;
  /** As they are stored: this release may not know them. */
  overlap: string;
  catchUp: { policy: string; windowMs: number };
  startAt: Date | null;
  endAt: Date | null;
  nextAt: Date | null;
  /** Since when its state and timetable have been as they are. */
  updatedAt: Date;
};

type Row = Omit<StoredSchedule, 'params' | 'catchUp'> & {
  params: Json;
  catchUp: string;
  catchUpWindowMs: number;
};

/** Locks the schedules in id order. All or nothing: an unknown or foreign id refuses the call, each with its place. */
export async function lockSchedules(
  tx: Transaction,
  ids: readonly string[],
  pathOf: (n: number) => string[],
): Promise<Outcome<StoredSchedule[]>> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return refuse('BAD_INPUT', 'there is no schedule in the list', ['ids']);
  if (wanted.length > scheduleBounds.schedulesPerCallMax)
    return refuse('TOO_LARGE', `at most ${scheduleBounds.schedulesPerCallMax} schedules go into one call`, ['ids']);
  const rows = await tx.client.$queryRaw<Row[]>(Prisma.sql`/* lock_schedules */
    select id, name, cron, time_zone as "timeZone", state::text as state, task_id as "taskId", workflow_id as "workflowId", params, overlap,
      catch_up as "catchUp", catch_up_window_ms::float8 as "catchUpWindowMs", start_at as "startAt", end_at as "endAt", next_at as "nextAt",
      updated_at as "updatedAt"
    from schedules
    where tenant_id = ${tx.tenantId}::uuid and id = any(${wanted}::uuid[])
    order by id
    for no key update`);
  const found = new Map(rows.map((row) => [row.id, readRow(row)]));
  const refusals = ids.flatMap((id, n): Refusal[] =>
    found.has(id) ? [] : [{ code: 'NOT_FOUND', message: 'there is no such schedule', path: pathOf(n) }],
  );
  return refusals.length > 0 ? refuseAll(refusals) : done([...found.values()]);
}

/** A refusal for every ended schedule of the list; undefined when there is none. */
export function refuseEnded(
  schedules: readonly StoredSchedule[],
  ids: readonly string[],
): { ok: false; refusals: Refusal[] } | undefined {
  const ended = schedules.filter((schedule) => schedule.state === 'ENDED');
  if (ended.length === 0) return undefined;
  return refuseAll(
    ended.map(
      (schedule): Refusal => ({
        code: 'ILLEGAL_TRANSITION',
        message: `the schedule "${schedule.name}" has ended`,
        path: ['ids', String(ids.indexOf(schedule.id))],
      }),
    ),
  );
}

function readRow({ params, catchUp, catchUpWindowMs, ...row }: Row): StoredSchedule {
  return {
    ...row,
    params: isJsonObject(params) ? params : {},
    catchUp: { policy: catchUp, windowMs: catchUpWindowMs },
  };
}

/** The stored policies as the planner knows them. One that it does not know is a fault: nothing stands for it. */
export function readPolicies({ id, overlap, catchUp }: Pick<StoredSchedule, 'id' | 'overlap' | 'catchUp'>): {
  overlap: OverlapPolicy;
  catchUp: CatchUp;
} {
  const known = overlapPolicies.find((policy) => policy === overlap);
  assert(known !== undefined, `schedule ${id} has the overlap policy "${overlap}", which this release does not know`);
  const { policy, windowMs } = catchUp;
  if (policy === 'LAST') return { overlap: known, catchUp: { policy, windowMs } };
  assert(policy === 'NONE', `schedule ${id} has the catch-up policy "${policy}", which this release does not know`);
  return { overlap: known, catchUp: { policy, windowMs: 0 } };
}

const timetables = boundedMemo<Timetable | undefined>(timetableBounds.expressionMemoMax);

type Timed = { id: string; cron: string; timeZone: string };

/** The timetable of a stored schedule. Schedules with the same expression and zone share one, unless it has an `H`. */
export function timetableOf(schedule: Timed): Timetable {
  const timetable = readTimetable(schedule);
  assert(timetable !== undefined, `the stored timetable of schedule ${schedule.id} can be read`);
  return timetable;
}

/** The same for what a person looks at or mends: undefined when this release cannot read what another one stored. */
export function readTimetable(schedule: Timed): Timetable | undefined {
  const { id, cron, timeZone } = schedule;
  const read = (key: string, hashSeed?: string) =>
    timetables(key, () => {
      const stored = { cron, timeZone, isStored: true };
      const parsed = parseTimetable(hashSeed === undefined ? stored : { ...stored, hashSeed });
      return parsed.ok ? parsed.value : undefined;
    });
  return read(`${timeZone} ${cron}`) ?? read(`${timeZone} ${cron} ${id}`, id);
}

/**
 * The first instants of a schedule up to now that have no tick: those that the planner has not reached yet, or, of a
 * paused one, those since the pause. `isCut` when there were more than are handed back.
 */
export function unplannedInstants(schedule: StoredSchedule, now: Date): { instants: number[]; isCut: boolean } {
  if (schedule.state === 'ENDED') return { instants: [], isCut: false };
  const untilMs = Math.min(now.getTime(), schedule.endAt?.getTime() ?? Number.POSITIVE_INFINITY);
  const timetable = readTimetable(schedule);
  if (timetable === undefined) return { instants: [], isCut: false };
  const instants: number[] = [];
  let atMs = schedule.state === 'ACTIVE' ? schedule.nextAt?.getTime() : nextInstant(timetable, pausedFromMs(schedule));
  while (atMs !== undefined && atMs <= untilMs && instants.length < pausedTicksMax) {
    instants.push(atMs);
    atMs = nextInstant(timetable, atMs);
  }
  return { instants, isCut: atMs !== undefined && atMs <= untilMs };
}

/** The last instant up to now that has no tick. */
export function lastUnplannedInstant(schedule: StoredSchedule, now: Date): number | undefined {
  const timetable = readTimetable(schedule);
  if (timetable === undefined) return undefined;
  const untilMs = Math.min(now.getTime(), schedule.endAt?.getTime() ?? Number.POSITIVE_INFINITY);
  const isDueAfter = (afterMs: number) => (nextInstant(timetable, afterMs) ?? Number.POSITIVE_INFINITY) <= untilMs;
  let lowMs = pausedFromMs(schedule);
  if (!isDueAfter(lowMs)) return undefined;
  let highMs = untilMs;
  // Halving: some forty looks for any length of pause.
  while (highMs - lowMs > 1) {
    const middleMs = Math.floor((lowMs + highMs) / 2);
    if (isDueAfter(middleMs)) lowMs = middleMs;
    else highMs = middleMs;
  }
  return nextInstant(timetable, lowMs);
}

function pausedFromMs(schedule: StoredSchedule): number {
  return Math.max(schedule.updatedAt.getTime(), (schedule.startAt?.getTime() ?? 0) - 1);
}
