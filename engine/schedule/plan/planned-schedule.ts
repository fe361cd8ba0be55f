/** What one pass makes of one schedule: ticks, jobs, runs and its next instant; or, when that throws, a record that says so. */
import { planTicks, type TickPlan } from '#domain/timetable/plan-ticks.ts';
import type { NewJob } from '#engine/job/insert/new-job.ts';
import type { TakeRoom } from '#engine/queue/planned-room.ts';
import type { PlannedQuota } from '#engine/quota/planned-quota.ts';
import type { NewRun } from '#engine/run/insert-runs.ts';
import { readPolicies, timetableOf } from '#engine/schedule/schedules.ts';
import { faultSentence } from '#engine/store/batch/apart.ts';
import type { NewTick } from './insert-ticks.ts';
import type { DueSchedule } from './lock-due-schedules.ts';
import { makeWork, type WorkTarget } from './schedule-work.ts';

export type PlannedSchedule = {
  schedule: DueSchedule;
  ticks: NewTick[];
  jobs: NewJob[];
  runs: NewRun[];
  nextAtMs: number | null;
  /** Where it goes when there is no next instant. */
  endsAs: 'ENDED' | 'PAUSED';
  /** Why it made nothing, when planning it threw. */
  fault?: unknown;
};

export type Planning = { nowMs: number; hasOpenWork: boolean; ticksMax: number };

/** Plans a schedule with its target as read today. Pure but for the room that it takes; it throws when the schedule is poisoned. */
export function planSchedule(
  schedule: DueSchedule,
  planning: Planning & { target: WorkTarget; takeRoom: TakeRoom; quota: PlannedQuota; actor: string },
): PlannedSchedule {
  const { ticks, nextAtMs } = ticksOf(schedule, planning);
  const { target, takeRoom, quota, actor } = planning;
  const planned: PlannedSchedule = { schedule, ticks: [], jobs: [], runs: [], nextAtMs, endsAs: 'ENDED' };
  for (const { scheduledForMs, outcome, reason } of ticks) {
    const tick: NewTick = { ...tickOf(schedule, scheduledForMs), outcome, reason };
    planned.ticks.push(tick);
    if (outcome !== 'FIRED') continue;
    const work = makeWork(schedule, target, { atMs: scheduledForMs, actor });
    const { tenantId } = schedule;
    const refused = 'refused' in work ? work.refused : quota.refusal(tenantId);
    if ('refused' in work || refused !== undefined) Object.assign(tick, { outcome: 'SKIPPED', reason: refused });
    else if ('job' in work && !takeRoom(tenantId)) Object.assign(tick, { outcome: 'SKIPPED', reason: noRoom });
    else {
      quota.take(tenantId);
      tick.reason = reason.code === 'ON_TIME' ? null : reason;
      if ('job' in work) {
        planned.jobs.push(work.job);
        tick.jobId = work.job.id;
      } else {
        planned.runs.push(work.run);
        tick.runId = work.run.id;
      }
    }
  }
  return planned;
}

/**
 * The record of a schedule that cannot be planned: what would have fired is skipped with the fault as its reason, and the
 * schedule moves on. One whose instants cannot be told is paused at the instant that was due, for somebody to see to it.
 */
export function skipPoisoned(
  schedule: DueSchedule,
  { fault, ...planning }: Omit<Planning, 'hasOpenWork'> & { fault: unknown },
): PlannedSchedule {
  const reason = { code: 'PLANNING_FAULT', message: `it could not be planned: ${faultSentence(fault)}` };
  const nothing = { schedule, jobs: [], runs: [], fault };
  const skipped = (atMs: number): NewTick => ({ ...tickOf(schedule, atMs), outcome: 'SKIPPED', reason });
  const plan = tryTicksOf(schedule, planning);
  if (plan === undefined) return { ...nothing, ticks: [skipped(schedule.nextAtMs)], nextAtMs: null, endsAs: 'PAUSED' };
  const ticks = plan.ticks.map(({ scheduledForMs, ...tick }) =>
    tick.outcome === 'FIRED' ? skipped(scheduledForMs) : { ...tickOf(schedule, scheduledForMs), ...tick },
  );
  return { ...nothing, ticks, nextAtMs: plan.nextAtMs, endsAs: 'ENDED' };
}

/** The last resort, when not even its ticks can be stored: paused, without a tick. */
export function pausePoisoned(schedule: DueSchedule, fault: unknown): PlannedSchedule {
  return { schedule, ticks: [], jobs: [], runs: [], nextAtMs: null, endsAs: 'PAUSED', fault };
}

const noRoom = { code: 'TENANT_LIMIT', message: 'the tenant has as many waiting jobs as it may have' };

function ticksOf(schedule: DueSchedule, { nowMs, hasOpenWork, ticksMax }: Planning): TickPlan {
  const known = { ...schedule, ...readPolicies(schedule), timetable: timetableOf(schedule) };
  return planTicks({ schedule: known, nowMs, hasOpenWork, ticksMax });
}

// Whatever was wrong with the schedule may be wrong with its timetable or its policies: then there is no telling when it
// was due, or what was to become of it.
function tryTicksOf(schedule: DueSchedule, planning: Omit<Planning, 'hasOpenWork'>): TickPlan | undefined {
  try {
    return ticksOf(schedule, { ...planning, hasOpenWork: false });
  } catch {
    return undefined;
  }
}

function tickOf(
  schedule: DueSchedule,
  scheduledForMs: number,
): Pick<NewTick, 'tenantId' | 'scheduleId' | 'scheduledForMs'> {
  return { tenantId: schedule.tenantId, scheduleId: schedule.id, scheduledForMs };
}
