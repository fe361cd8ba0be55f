/** Writes what was decided about runs: their jobs, their rows and their events, numbered without gap. */

import type { EventPayload, TypedEvent } from '#domain/event-catalogue.ts';
import { runMoves, sourcesOf } from '#domain/machines.ts';
import type { Ending } from '#domain/run/close-run.ts';
import { publicId } from '#domain/value/ids.ts';
import type { Json } from '#domain/value/json.ts';
import { appendEvents, type NewEvent } from '#engine/event/append-events.ts';
import { sendJobs } from '#engine/job/insert/insert-jobs.ts';
import type { NewJob } from '#engine/job/insert/new-job.ts';
import { writeLoops } from '#engine/run/advance/loop/write-loops.ts';
import type { Asking } from '#engine/store/connection/packets.ts';
import { arrayOf } from '#engine/store/sql/sql-arrays.ts';
import { Prisma } from '#prisma/generated/client.ts';
import type { LockedRun } from './lock-runs.ts';
import { endOf, type RunWork, type StepMove } from './run-work.ts';
import { type KnownTasks, makeStepJobs } from './step-jobs.ts';
import { eventsOfWaits, insertWaits, makeStepWaits, type NewWait } from './step-waits.ts';

/**
 * Writes all decisions in at most four statements; hands back the queue of each job that became claimable. The last of
 * them go in one packet, and `closing` with them.
 */
export async function writeAdvances(
  client: Asking,
  request: { works: readonly RunWork[]; now: Date; actor: string; tasks: KnownTasks; closing: () => Promise<unknown> },
): Promise<string[]> {
  const { works, now, actor, tasks, closing } = request;
  const made = await makeStepJobs(client, works, tasks);
  const waits: NewWait[] = [];
  const jobs: NewJob[] = [];
  const before: NewEvent[] = [];
  const after: NewEvent[] = [];
  const rows: Json[] = [];
  for (const work of works) {
    const begun = makeStepWaits(work, now);
    waits.push(...begun);
    const numbered = numberEvents(work, { jobs: made.get(work) ?? [], waits: begun }, actor);
    jobs.push(...numbered.jobs);
    before.push(...numbered.before);
    after.push(...numbered.after);
    rows.push(runRow(work, numbered.seq, now));
  }
  // Readers get events in the order of their ids. Most of what happened before has its id already and can be written
  // with what comes after.
  const hasId = (event: NewEvent) => event.id !== undefined && event.id !== null;
  const unnamed = before.filter((event) => !hasId(event));
  const named = before.filter(hasId);
  await appendEvents({ client, tenantId: '' }, unnamed);
  const { isSent, stored } = sendJobs(client, jobs, actor);
  if (!isSent) await stored;
  await Promise.all([
    stored,
    insertWaits(client, waits),
    updateRuns(client, rows),
    writeLoops(client, works),
    appendEvents({ client, tenantId: '' }, [...named, ...after]),
    closing(),
  ]);
  return jobs.flatMap((job) => (job.state === 'PENDING' ? [job.queueId] : []));
}

// The order of a run's events: what its steps did, what follows for other steps, and at last its own end.
type Made = { jobs: readonly NewJob[]; waits: readonly NewWait[] };

function numberEvents(work: RunWork, made: Made, actor: string) {
  let seq = work.run.eventSeq;
  const scope = { tenantId: work.run.tenantId, runId: work.run.id, actor };
  const before: NewEvent[] = [];
  const add = (list: NewEvent[], event: TypedEvent & Omit<NewEvent, 'actor' | 'seq' | 'type' | 'payloads'>) => {
    list.push({ ...scope, ...event, seq: seq + 1 });
    seq += event.entityIds.length;
  };
  if (work.isNew)
    add(before, {
      type: 'run.started',
      entityIds: [work.run.id],
      to: 'RUNNING',
      reason: work.rerun?.reason ?? null,
      payloads: begunAs(work),
    });
  for (const [id, moves] of groupMoves(work.moves)) {
    const [first] = moves;
    if (first === undefined) continue;
    const { type, from, to, reason, attempt } = first;
    add(before, {
      id,
      type,
      from,
      to,
      reason,
      attempt,
      entityIds: moves.map((move) => move.jobId),
      payloads: moves.map(payloadOf),
    });
  }
  // After the jobs that it skipped, whose event has its id already.
  if (work.byHand !== undefined) {
    const { reason, payload } = work.byHand;
    add(before, { type: 'run.modified', entityIds: [work.run.id], reason, payloads: [payload] });
  }
  if (isClosing(work)) {
    const { ending: endsAs } = work.decision;
    add(before, { type: 'run.closing', entityIds: [work.run.id], payloads: [{ endsAs: endsAs ?? '' }] });
  }
  const jobs: NewJob[] = [];
  // One group of one state and reason after the other, as insertJobs numbers them.
  for (const group of groupJobs(made.jobs)) {
    for (const job of group) {
      seq += 1;
      jobs.push({ ...job, seq });
    }
  }
  const after: NewEvent[] = [];
  for (const event of eventsOfWaits(made.waits)) add(after, event);
  const end = endOf(work.decision);
  if (end !== undefined) {
    const failed = work.decision.failedStep;
    const reason = failed === null ? null : `step ${work.loaded.plan.steps[failed]?.id} failed`;
    add(after, {
      type: endTypes[end],
      entityIds: [work.run.id],
      from: work.run.state,
      to: end,
      reason: work.run.endingReason ?? reason,
    });
  }
  return { jobs, before, after, seq };
}

const endTypes = { SUCCEEDED: 'run.succeeded', FAILED: 'run.failed', CANCELLED: 'run.cancelled' } as const;

/** True when its last steps come with this move. */
function isClosing({ run, decision }: RunWork): boolean {
  return run.ending === null && decision.ending !== null;
}

function begunAs({ rerun, parent }: RunWork): [EventPayload<'run.started'>] | null {
  if (parent !== null) return [{ parentRun: publicId('run', parent.runId), parentStep: parent.stepKey }];
  if (rerun === null) return null;
  const { of, from, step, kept } = rerun;
  return [{ replayOf: publicId('run', of), from, step, keptSteps: kept.length }];
}

/** What an event tells of a step's move beside the move itself. */
export function payloadOf(move: StepMove): EventPayload<'job.failed'> {
  return { stepKey: move.stepKey, ...(move.error === undefined || move.error === null ? {} : { error: move.error }) };
}

/** The moves that share an event, in the order in which the events were drawn: readers get a run's events by id. */
export function groupMoves<Move extends { eventId: string }>(moves: readonly Move[]): [bigint, Move[]][] {
  return [...Map.groupBy(moves, (move) => BigInt(move.eventId))].sort(([a], [b]) => (a < b ? -1 : 1));
}

function groupJobs(jobs: readonly NewJob[]): NewJob[][] {
  const groups = new Map<string, NewJob[]>();
  for (const job of jobs) {
    const key = `${job.state} ${job.reasonCode ?? ''}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [job]);
    else group.push(job);
  }
  return [...groups.values()];
}

function runRow(work: RunWork, seq: number, now: Date): Json {
  const { run, decision } = work;
  const end = endOf(decision);
  const failedStep =
    decision.failedStep === null ? run.failedStep : (work.loaded.plan.steps[decision.failedStep]?.id ?? null);
  return {
    tenant_id: run.tenantId,
    id: run.id,
    state: end ?? run.state,
    progress: Buffer.from(decision.progress).toString('hex'),
    edges: decision.edges === null ? null : Buffer.from(decision.edges).toString('hex'),
    variables: decision.variables,
    event_seq: seq,
    failed_step: failedStep,
    ...reasonOf(run, end, failedStep),
    ending: run.ending ?? decision.ending,
    finished_at: end === undefined ? null : now.toISOString(),
  };
}

function reasonOf({ endingCode, endingReason }: LockedRun, end: Ending | undefined, failedStep: string | null) {
  if (end === undefined || end === 'SUCCEEDED') return { reason_code: null, reason: null };
  if (endingCode !== null) return { reason_code: endingCode, reason: endingReason };
  const reason = failedStep === null ? null : `step ${failedStep} failed and nothing caught it`;
  return { reason_code: 'STEP_FAILED', reason };
}

async function updateRuns(client: Asking, rows: Json[]): Promise<void> {
  if (rows.length === 0) return;
  const open = arrayOf([...sourcesOf(runMoves, 'SUCCEEDED')]);
  await client.$executeRaw(Prisma.sql`/* update_runs */
    update runs r
    set state = n.state, progress = decode(n.progress, 'hex'), edges = coalesce(decode(n.edges, 'hex'), r.edges), variables = n.variables, event_seq = n.event_seq, failed_step = n.failed_step, ending = n.ending,
      reason_code = case when n.finished_at is null then r.reason_code else n.reason_code end,
      reason = case when n.finished_at is null then r.reason else n.reason end, finished_at = coalesce(n.finished_at, r.finished_at)
    from json_to_recordset(${JSON.stringify(rows)}::json) as n (tenant_id uuid, id uuid, state run_state, progress text, edges text, variables json, event_seq int,
      failed_step text, ending run_state, reason_code text, reason text, finished_at timestamptz)
    where r.tenant_id = n.tenant_id and r.id = n.id and (r.state = n.state or r.state = any(${open}::text::run_state[]))`);
}
