/** Ends a run from outside - cancelled by a person, or out of time - with everything in it. The caller holds its row. */
import type { RunState } from '#domain/machines.ts';
import { skipWaiting } from '#domain/run/progress.ts';
import { stepCodes } from '#domain/run/step-codes.ts';
import { appendEvents } from '#engine/event/append-events.ts';
import type { Statements } from '#engine/store/database.ts';
import { cancelOpenJobs } from './cancel-open-jobs.ts';
import type { LockedRun } from './lock-runs.ts';
import type { StepMove } from './run-work.ts';
import { groupMoves, payloadOf } from './write-advances.ts';

export type EndingRun = {
  run: LockedRun;
  to: Extract<RunState, 'CANCELLED' | 'FAILED'>;
  now: Date;
  actor: string;
  reasonCode: string;
  reason: string;
  /** The steps that failed in this transaction before, because of which it ends. */
  failed?: readonly StepMove[];
  /** True when its open jobs cannot be touched: nobody claims a step of a run that has ended. */
  leaveJobs?: boolean;
};

const endTypes = { CANCELLED: 'run.cancelled', FAILED: 'run.failed' } as const;

/** Cancels the open jobs, marks the steps that never started as skipped, and ends the run. */
export async function endRun(client: Statements, ending: EndingRun): Promise<void> {
  const { run, to, now, actor, reasonCode, reason, failed = [], leaveJobs = false } = ending;
  const cancelled = leaveJobs
    ? []
    : await cancelOpenJobs(client, [{ tenantId: run.tenantId, runId: run.id }], reasonCode);
  const codes = run.progress.slice();
  for (const move of failed) codes[move.step] = stepCodes.FAILED;
  for (const move of cancelled) codes[move.step] = stepCodes.CANCELLED;
  const { progress } = skipWaiting(codes, { code: 'RUN_CANCELLED', message: reason });
  let seq = run.eventSeq;
  const scope = { tenantId: run.tenantId, runId: run.id, actor };
  const events = groupMoves([...failed, ...cancelled]).map(([id, group]) => {
    const first = seq + 1;
    seq += group.length;
    const entityIds = group.map((move) => move.jobId);
    const payloads = group.map(payloadOf);
    const {
      type = 'job.cancelled',
      from = null,
      to: state = null,
      reason: why = null,
      attempt = null,
    } = group[0] ?? {};
    return { ...scope, id, type, from, to: state, reason: why, attempt, entityIds, payloads, seq: first };
  });
  seq += 1;
  await appendEvents({ client, tenantId: run.tenantId }, [
    ...events,
    { ...scope, type: endTypes[to], from: run.state, to, reason, entityIds: [run.id], seq },
  ]);
  const failedStep = failed[0]?.stepKey ?? run.failedStep;
  const { count } = await client.run.updateMany({
    where: { tenantId: run.tenantId, id: run.id, state: run.state },
    data: {
      state: to,
      progress: new Uint8Array(progress),
      eventSeq: seq,
      finishedAt: now,
      reasonCode,
      reason,
      failedStep,
    },
  });
  if (count !== 1) throw new Error(`broken invariant: run ${run.id} is locked in state ${run.state}`);
}
