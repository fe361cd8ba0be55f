/**
 * Ends runs from outside - cancelled by a person, or out of time - with what undoes their steps and their finally steps
 * to come. What has neither simply ends. The caller holds their rows.
 */
import { skipWaiting } from '#domain/run/codes-of-steps.ts';
import { stepCodes } from '#domain/run/step-codes.ts';
import { sayCount } from '#domain/value/say-count.ts';
import { appendEvents, type NewEvent } from '#engine/event/append-events.ts';
import { switchRuns } from '#engine/run/switch-runs.ts';
import type { Statements } from '#engine/store/database.ts';
import { loadPlans } from '#engine/workflow/plan-cache.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { advanceRuns } from './advance-runs.ts';
import { cancelOpenJobs } from './cancel-open-jobs.ts';
import { type Ending, endRuns } from './end-runs.ts';
import type { LockedRun } from './lock-runs.ts';
import type { StepMove } from './run-work.ts';
import { groupMoves, payloadOf } from './write-advances.ts';

type Closing = Omit<Ending, 'leaveJobs'>;

/** Cancels the open jobs, skips what never started, and lets the last steps come; a run without any has ended then. */
export async function closeRuns(client: Statements, runs: readonly LockedRun[], closing: Closing): Promise<void> {
  const plans = await loadPlans(
    client,
    runs.map(({ tenantId, versionId }) => ({ tenantId, versionId })),
  );
  const lastSteps = (run: LockedRun) => plans.get(run.versionId)?.plan.endings?.isEnding;
  const ending = runs.filter((run) => lastSteps(run) === undefined);
  await endRuns(
    client,
    ending.map((run) => ({ run })),
    closing,
  );
  const open = runs.filter((run) => lastSteps(run) !== undefined);
  if (open.length === 0) return;
  const cancelled = await cancelOpenJobs(
    client,
    open.map(({ tenantId, id: runId }) => ({ tenantId, runId })),
    closing.reasonCode,
  );
  const moves = Map.groupBy(cancelled, ({ runId }) => runId);
  const closed = open.map((run) => closeOne(run, { moves: moves.get(run.id) ?? [], spared: lastSteps(run), closing }));
  await appendEvents(
    { client, tenantId: '' },
    closed.flatMap(({ events }) => events),
  );
  await writeClosed(
    client,
    closed.map(({ run }) => run),
  );
  // What they end with runs whether or not somebody had paused them.
  const paused = closed.flatMap(({ run }) => (run.state === 'PAUSED' ? [run] : []));
  const { now, actor, reason } = closing;
  const resumed = await switchRuns(client, paused, { to: 'RUNNING', actor, reason });
  const running = closed.flatMap(({ run }) => (run.state === 'RUNNING' ? [run] : []));
  await advanceRuns(client, { now, actor, runs: [...running, ...resumed].map((run) => ({ run, moves: [] })) });
}

type Steps = { moves: readonly StepMove[]; spared: Uint8Array | undefined; closing: Closing };

// The run as it is then, and what is told of it.
function closeOne(run: LockedRun, { moves, spared, closing }: Steps): { run: LockedRun; events: NewEvent[] } {
  const { to, actor, reason, reasonCode } = closing;
  const { tenantId, id } = run;
  const codes = run.progress.slice();
  for (const { step } of moves) codes[step] = stepCodes.CANCELLED;
  const { progress } = skipWaiting(codes, { code: 'RUN_CANCELLED', message: reason }, spared);
  let seq = run.eventSeq;
  const scope = { tenantId, runId: id, actor };
  const events = groupMoves(moves).map(([eventId, group]): NewEvent => {
    const first = seq + 1;
    seq += group.length;
    const entityIds = group.map(({ jobId }) => jobId);
    const { type = 'job.cancelled', from = null, reason: why = null } = group[0] ?? {};
    const told = { from, to: 'CANCELLED', reason: why, entityIds, payloads: group.map(payloadOf), seq: first };
    return { ...scope, id: eventId, type, ...told };
  });
  seq += 1;
  events.push({ ...scope, type: 'run.closing', reason, entityIds: [id], payloads: [{ endsAs: to }], seq });
  return {
    run: { ...run, progress, eventSeq: seq, ending: to, endingCode: reasonCode, endingReason: reason },
    events,
  };
}

async function writeClosed(client: Statements, runs: readonly LockedRun[]): Promise<void> {
  const rows = runs.map((run) => ({
    tenant_id: run.tenantId,
    id: run.id,
    progress: Buffer.from(run.progress).toString('hex'),
    event_seq: run.eventSeq,
    ending: run.ending,
    ending_code: run.endingCode,
    ending_reason: run.endingReason,
  }));
  const count = await client.$executeRaw(Prisma.sql`/* close_runs */
    update runs r
    set progress = decode(n.progress, 'hex'), event_seq = n.event_seq, ending = n.ending, ending_code = n.ending_code, ending_reason = n.ending_reason
    from json_to_recordset(${JSON.stringify(rows)}::json) as n (tenant_id uuid, id uuid, progress text, event_seq int, ending run_state,
      ending_code text, ending_reason text)
    where r.tenant_id = n.tenant_id and r.id = n.id and r.ending is null and r.state in ('RUNNING', 'PAUSED')`);
  if (count !== runs.length)
    throw new Error(`broken invariant: ${sayCount(runs.length, 'run')} locked and open, ${count} closed`);
}
