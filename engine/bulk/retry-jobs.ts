/** Gives settled jobs another life, by an operator's hand: a fresh budget of attempts, the history kept. */
import { valueBounds } from '#domain/bounds/value.ts';
import type { EventPayload } from '#domain/event-catalogue.ts';
import { type JobState, jobMoves, sourcesOf } from '#domain/machines.ts';
import { done, type Outcome, refuse, refuseAll } from '#domain/refusal.ts';
import { checkJson } from '#domain/value/input-checks.ts';
import type { Json } from '#domain/value/json.ts';
import { replaceParams } from '#engine/job/earlier-params.ts';
import { moveJobs } from '#engine/job/move-jobs.ts';
import { countingRoom, lockQueuedRoom, takeQueuedRoom } from '#engine/queue/queued-limit.ts';
import { actorName, type Context } from '#engine/store/context.ts';
import type { Transaction } from '#engine/store/transaction.ts';
import { actOnJobs, type BulkInput, type BulkOutcome } from './bulk-jobs.ts';
import { type JobAct, operateInBulk, operateOnJob } from './operate-jobs.ts';

const topics = ['work', 'news'] as const;

// The other ways into PENDING are not an operator's retry.
const retryable: readonly JobState[] = sourcesOf(jobMoves, 'PENDING').filter(
  (state) => state !== 'RUNNING' && state !== 'SCHEDULED',
);

/** `params` take the place of those that the job had; absent, it keeps them. */
export type RetryJobInput = JobAct & { params?: Json | undefined };

/**
 * Retries a FAILED, DEAD or CANCELLED stand-alone job, with other params when some are given. A step is retried with its
 * run: its params are made of its definition and of what the steps before it left.
 */
export async function retryJob(context: Context, input: RetryJobInput): Promise<Outcome<{ id: string }>> {
  const { id, reason, params } = input;
  const unfit = checkJson({ value: params, path: ['params'], sizeBytesMax: valueBounds.payloadSizeBytesMax });
  if (unfit.length > 0) return refuseAll(unfit);
  const retry = async (tx: Transaction): Promise<Outcome<{ id: string }>> => {
    const job = await tx.client.job.findUnique({
      where: { tenantId_id: { tenantId: tx.tenantId, id } },
      select: { state: true, runId: true, taskVersionId: true },
    });
    if (job === null) return refuse('NOT_FOUND', 'there is no such job', ['id']);
    if (job.runId !== null) return refuse('ILLEGAL_TRANSITION', 'this job is a step: retry its run', ['id']);
    if (!retryable.includes(job.state)) return refuseState(job.state);
    if (params !== undefined) {
      const replaced = await replaceParams(tx, { jobId: id, ...job, params, actor: actorName(context.actor) });
      if (!replaced.ok) return replaced;
    }
    const tells = params === undefined ? null : { paramsChanged: true };
    const moved = await retryThese(tx, context, { ids: [id], reason, path: ['id'], tells });
    if (!moved.ok) return moved;
    // Somebody else was quicker.
    return moved.value === 0 ? refuseState('PENDING') : done({ id });
  };
  return await countingRoom(context, () => operateOnJob(context, { reason, topics }, retry));
}

/**
 * Retries every FAILED, DEAD or CANCELLED stand-alone job of the filter, in one transaction: all of them or, after a
 * fault, none. Steps are skipped: they are retried with their runs.
 */
export async function retryJobs(context: Context, input: BulkInput): Promise<Outcome<BulkOutcome>> {
  const work = (tx: Transaction) =>
    actOnJobs(tx, input, {
      prepare: async (_, isDry) => {
        if (!isDry) await lockQueuedRoom(tx);
        return done(undefined);
      },
      skips: ({ state, runId }) => {
        if (!retryable.includes(state)) return state === 'SUCCEEDED' ? 'already SUCCEEDED' : `${state}, not failed`;
        return runId === null ? undefined : 'a step: retry its run';
      },
      change: (ids) => retryThese(tx, context, { ids, reason: input.reason, path: ['filter'] }),
    });
  return await countingRoom(context, () => operateInBulk(context, { dryRun: input.dryRun, topics }, work));
}

function refuseState(state: JobState): Outcome<never> {
  const message = `a ${state} job cannot be retried: only FAILED, DEAD and CANCELLED ones can`;
  return refuse('ILLEGAL_TRANSITION', message, ['id']);
}

type Retrying = {
  ids: readonly string[];
  reason?: string | null | undefined;
  path: string[];
  tells?: EventPayload<'job.requeued'> | null;
};

/** Retries stand-alone jobs, each of which is locked; hands back how many moved. Done within `countingRoom`, which refuses where they would wait over the tenant's cap. */
export async function retryThese(
  tx: Transaction,
  context: Context,
  { ids, reason, path, tells = null }: Retrying,
): Promise<Outcome<number>> {
  await takeQueuedRoom(tx, ids.length, path);
  const moved = await moveJobs(tx, {
    ids,
    to: 'PENDING',
    isFresh: true,
    sources: retryable,
    reasonCode: null,
    reason: reason ?? `retried by ${context.actor.name}`,
    type: 'job.requeued',
    tells,
    actor: actorName(context.actor),
  });
  return done(moved.length);
}
