/** Ends runs from outside - cancelled by a person, or out of time - with everything in them. The caller holds their rows. */

import { type RunState, runMoves, sourcesOf } from '#domain/machines.ts';
import { skipWaiting } from '#domain/run/codes-of-steps.ts';
import { stepCodes } from '#domain/run/step-codes.ts';
import { sayCount } from '#domain/value/say-count.ts';
import { appendEvents, type NewEvent } from '#engine/event/append-events.ts';
import type { Statements } from '#engine/store/database.ts';
import { arrayOf } from '#engine/store/sql/sql-arrays.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { cancelOpenJobs } from './cancel-open-jobs.ts';
import type { LockedRun } from './lock-runs.ts';
import type { StepMove } from './run-work.ts';
import { groupMoves, payloadOf } from './write-advances.ts';

/** How runs end together. */
export type Ending = {
  to: Extract<RunState, 'CANCELLED' | 'FAILED'>;
  now: Date;
  actor: string;
  reasonCode: string;
  reason: string;
  /** True when their open jobs cannot be touched: nobody claims a step of a run that has ended. */
  leaveJobs?: boolean;
};

/** A run, and the steps that failed in this transaction before, because of which it ends. */
export type EndingRun = { run: LockedRun; failed?: readonly StepMove[] };

/** Cancels the open jobs, marks the steps that never started as skipped, and ends the runs: three statements, however many they are. */
export async function endRuns(client: Statements, runs: readonly EndingRun[], ending: Ending): Promise<void> {
  if (runs.length === 0) return;
  const open = runs.map(({ run: { tenantId, id: runId } }) => ({ tenantId, runId }));
  const cancelled = ending.leaveJobs === true ? [] : await cancelOpenJobs(client, open, ending.reasonCode);
  const moves = Map.groupBy(cancelled, ({ runId }) => runId);
  const ended = runs.map(({ run, failed = [] }) => endOne(run, { failed, cancelled: moves.get(run.id) ?? [], ending }));
  await appendEvents(
    { client, tenantId: '' },
    ended.flatMap(({ events }) => events),
  );
  const rows = ended.map(({ row }) => row);
  const count = await client.$executeRaw(Prisma.sql`/* end_runs */
    update runs r
    set state = ${ending.to}::text::run_state, progress = decode(n.progress, 'hex'), event_seq = n.event_seq, failed_step = n.failed_step,
      finished_at = ${ending.now}, reason_code = ${ending.reasonCode}, reason = ${ending.reason}
    from json_to_recordset(${JSON.stringify(rows)}::json) as n (tenant_id uuid, id uuid, progress text, event_seq int, failed_step text)
    where r.tenant_id = n.tenant_id and r.id = n.id and r.state = any(${arrayOf(sourcesOf(runMoves, ending.to))}::text::run_state[])`);
  if (count !== runs.length)
    throw new Error(`broken invariant: ${sayCount(runs.length, 'run')} locked and open, ${count} ended`);
}

type Steps = { failed: readonly StepMove[]; cancelled: readonly StepMove[]; ending: Ending };

// What its steps did, and at last its own end.
function endOne(run: LockedRun, { failed, cancelled, ending: { to, actor, reason } }: Steps) {
  const { tenantId, id } = run;
  const codes = run.progress.slice();
  for (const { step } of failed) codes[step] = stepCodes.FAILED;
  for (const { step } of cancelled) codes[step] = stepCodes.CANCELLED;
  const { progress } = skipWaiting(codes, { code: 'RUN_CANCELLED', message: reason });
  let seq = run.eventSeq;
  const scope = { tenantId, runId: id, actor };
  const events = groupMoves([...failed, ...cancelled]).map(([eventId, group]): NewEvent => {
    const first = seq + 1;
    seq += group.length;
    const entityIds = group.map(({ jobId }) => jobId);
    const payloads = group.map(payloadOf);
    const {
      type = 'job.cancelled',
      from = null,
      to: state = null,
      reason: why = null,
      attempt = null,
    } = group[0] ?? {};
    return { ...scope, id: eventId, type, from, to: state, reason: why, attempt, entityIds, payloads, seq: first };
  });
  seq += 1;
  const end: NewEvent = { ...scope, type: endTypes[to], from: run.state, to, reason, entityIds: [id], seq };
  const row = {
    tenant_id: tenantId,
    id,
    progress: Buffer.from(progress).toString('hex'),
    event_seq: seq,
    failed_step: failed[0]?.stepKey ?? run.failedStep,
  };
  return { events: [...events, end], row };
}

const endTypes = { CANCELLED: 'run.cancelled', FAILED: 'run.failed' } as const;
