/** A run as it was after one of its events, or at an instant. */
import { momentBounds } from '#domain/bounds/run.ts';
import { done, type Outcome, refuse } from '#domain/refusal.ts';
import {
  type LoggedEvent,
  momentAfter,
  type RunMoment,
  type StepMoment,
  type Undoing,
  untouchedRun,
  untouchedStep,
} from '#domain/run/moment/run-moment.ts';
import { refuseUnless } from '#engine/access/access.ts';
import { loadRunSteps, type RunStepRow } from '#engine/run/get-run.ts';
import type { Context } from '#engine/store/context.ts';
import { type Transaction, transaction } from '#engine/store/transaction.ts';
import { loadPlans } from '#engine/workflow/plan-cache.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { readFailures, readRunLog, seqAt } from './run-log.ts';

/** `run` is a bare uuid. Exactly one of `seq` and `at`. */
export type RunMomentRequest = { run: string; seq?: number | null; at?: Date | null; first?: number | null };

/** The moment, and what happened next. Ids are bare uuids. */
export type RunMomentRow = RunMoment & {
  run: string;
  /** The number of the newest event when this was read. */
  lastSeq: number;
  /** The events after it, as many as were asked for. */
  next: LoggedEvent[];
  failures: LoggedEvent[];
};

/** The moment; undefined when this tenant has no such run. */
export async function readRunMoment(
  context: Context,
  request: RunMomentRequest,
): Promise<Outcome<RunMomentRow | undefined>> {
  const refused = refuseUnless(context, 'read') ?? refuseRequest(request);
  if (refused !== undefined) return refused;
  const rows = (await loadRunSteps(context, [request.run])).get(request.run);
  if (rows === undefined) return done(undefined);
  const first = request.first ?? momentBounds.eventsShownDefault;
  return await transaction(context.database, context.tenantId, async (tx) => {
    const { lastSeq, versionId } = await readRun(tx, request.run);
    const asked = request.at ? await seqAt(tx, { runId: request.run, at: request.at }) : (request.seq ?? 0);
    const seq = Math.min(asked, lastSeq);
    if (seq > momentBounds.eventsMax)
      return refuse('TOO_LARGE', `a run is told as it was after at most ${momentBounds.eventsMax} events`, ['seq']);
    const start = untouchedRun(rows.map(before), await undoingOf(tx, versionId));
    const moment = await foldUpTo(tx, { runId: request.run, seq, start });
    if (moment === undefined)
      return refuse('NOT_FOUND', 'the event log does not reach back to the beginning of this run any more', ['run']);
    const next = await readRunLog(tx, { runId: request.run, after: seq, upTo: lastSeq, entriesMax: first });
    const failures = await readFailures(tx, request.run);
    return done({ ...moment, run: request.run, lastSeq, next: next.slice(0, first), failures });
  });
}

function refuseRequest({ seq, at, first }: RunMomentRequest) {
  const hasSeq = seq !== undefined && seq !== null;
  if (hasSeq === (at !== undefined && at !== null))
    return refuse('BAD_INPUT', 'give either the number of an event or an instant', ['seq']);
  if (hasSeq && seq < 0) return refuse('BAD_INPUT', 'events are numbered from 1; 0 is before the first', ['seq']);
  const { eventsShownMax } = momentBounds;
  if (first !== undefined && first !== null && (first < 1 || first > eventsShownMax))
    return refuse('BAD_INPUT', `first is 1 to ${eventsShownMax}`, ['first']);
  return undefined;
}

async function readRun(tx: Transaction, runId: string): Promise<{ lastSeq: number; versionId: string }> {
  const [row] = await tx.client.$queryRaw<{ lastSeq: number; versionId: string }[]>(Prisma.sql`/* read_last_run_event */
    select event_seq as "lastSeq", coalesce(definition_id, version_id) as "versionId" from runs where tenant_id = ${tx.tenantId}::uuid and id = ${runId}::uuid`);
  if (row === undefined) throw new Error('broken invariant: a run that has steps is stored');
  return row;
}

async function undoingOf({ client, tenantId }: Transaction, versionId: string): Promise<Undoing[]> {
  const plan = (await loadPlans(client, [{ tenantId, versionId }])).get(versionId)?.plan;
  const idOf = (step: number) => plan?.steps[step]?.id ?? '';
  return (plan?.endings?.compensations ?? []).map(({ step, of }) => ({ stepKey: idOf(step), of: idOf(of) }));
}

type Fold = { runId: string; seq: number; start: RunMoment };

/** The log folded page by page; undefined when its beginning or a part of it is not stored any more. */
async function foldUpTo(tx: Transaction, { runId, seq, start }: Fold): Promise<RunMoment | undefined> {
  let moment = start;
  while (moment.seq < seq) {
    const page = { runId, after: moment.seq, upTo: seq, entriesMax: momentBounds.eventsPerReadMax };
    const events = await readRunLog(tx, page);
    if (events.length === 0 || events.some((event, n) => event.seq !== moment.seq + n + 1)) return undefined;
    moment = momentAfter(moment, events);
  }
  return moment;
}

// A step that was kept is settled before the first event, and nothing is told of it.
function before({ stepKey, isFinally, compensates, keptFrom, job, ...row }: RunStepRow): StepMoment {
  const step = untouchedStep(stepKey, isFinally || compensates !== null);
  if (keptFrom === null) return step;
  return {
    ...step,
    isKept: true,
    state: row.state,
    jobId: job?.id ?? null,
    attempt: job?.attempt ?? 0,
    startedAt: row.startedAt?.toISOString() ?? null,
    finishedAt: row.finishedAt?.toISOString() ?? null,
  };
}
