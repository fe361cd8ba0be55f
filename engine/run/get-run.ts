/** One run with its steps, and runs by id. */

import type { Reason } from '#domain/job/wait-reason.ts';
import type { JobState } from '#domain/machines.ts';
import { done, type Outcome } from '#domain/refusal.ts';
import { settledOf } from '#domain/run/codes-of-steps.ts';
import { stepViews } from '#domain/run/run-steps.ts';
import { stepCodes } from '#domain/run/step-codes.ts';
import { sayWait } from '#domain/step/say-wait.ts';
import type { Json } from '#domain/value/json.ts';
import { refuseUnless } from '#engine/access/access.ts';
import { eventCursorNow } from '#engine/event/read-events.ts';
import { type JobRow, jobColumns, jobRow, type StoredJob } from '#engine/job/job-rows.ts';
import { readJobs } from '#engine/job/load-jobs.ts';
import type { Context } from '#engine/store/context.ts';
import { allOrNone, type Sized, upToBound } from '#engine/store/reading/large-values.ts';
import { loadByKey } from '#engine/store/reading/loading.ts';
import { storedJson } from '#engine/store/sql/stored-json.ts';
import { type Transaction, transaction } from '#engine/store/transaction.ts';
import { readJobReasons } from '#engine/wait/load-job-reasons.ts';
import { loadPlans } from '#engine/workflow/plan-cache.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { type LoopView, readLoopViews } from './advance/loop/read-loops.ts';
import { readWaits, type WaitRow } from './advance/read-waits.ts';
import { readKeptSteps } from './rerun/kept-steps.ts';
import { planIdOf, type RunRow, runColumns } from './run-rows.ts';

/** A step of a run. `job` is null until the step is ready; `iteration` is the round of a while step. */
export type RunStepRow = {
  runId: string;
  index: number;
  stepKey: string;
  state: JobState;
  job: JobRow | null;
  reason: Reason | null;
  iteration: number | null;
  /** The id of the step that it undoes. */
  compensates: string | null;
  isFinally: boolean;
  /** How far it is, for a step that repeats its task; null before it begins. */
  loop: LoopView | null;
  /** The run that carried it out, when its end was kept from there; the job is of that run, too. */
  keptFrom: string | null;
  /** What it waits for, or waited for, when no job carries it out. */
  wait: WaitRow | null;
  startedAt: Date | null;
  finishedAt: Date | null;
};

/** The run and the place of the event log before it was read; undefined when this tenant has none of this id. */
export async function getRun(
  context: Context,
  input: { id: string },
): Promise<Outcome<{ run: RunRow; eventCursor: string } | undefined>> {
  const refused = refuseUnless(context, 'read');
  if (refused !== undefined) return refused;
  return await transaction(context.database, context.tenantId, async (tx) => {
    const eventCursor = await eventCursorNow(tx.client);
    const [run] = await readRuns(tx, [input.id]);
    return done(run === undefined ? undefined : { run, eventCursor });
  });
}

/** Runs by id. */
export async function loadRuns(context: Context, ids: readonly string[]): Promise<Map<string, RunRow>> {
  return await loadByKey(context, ids, { read: readRuns, keyOf: (run) => run.id });
}

/** The variables of runs as they are now, by run id. */
export async function loadRunVariables(context: Context, ids: readonly string[]): Promise<Outcome<Map<string, Json>>> {
  const rows = await loadByKey(context, ids, {
    read: ({ client, tenantId }, wanted) =>
      client.$queryRaw<(Sized & { id: string; variables: unknown })[]>(
        upToBound(
          'load_run_variables',
          ['variables'],
          Prisma.sql`
            select id, variables, octet_length(variables::text) as size
            from runs
            where tenant_id = ${tenantId}::uuid and id = any(${wanted}::uuid[])`,
        ),
      ),
    keyOf: (run) => run.id,
  });
  const loaded = allOrNone(rows, 'the variables of the runs');
  return loaded.ok ? done(new Map([...loaded.value].map(([id, row]) => [id, storedJson(row.variables)]))) : loaded;
}

/** How far runs have come, by run id: read off their progress, whatever the number of their steps. */
export async function loadStepProgress(
  context: Context,
  runIds: readonly string[],
): Promise<Map<string, { settled: number; total: number }>> {
  const rows = await loadByKey(context, runIds, {
    read: ({ client, tenantId }, wanted) =>
      client.run.findMany({ where: { tenantId, id: { in: wanted } }, select: { id: true, progress: true } }),
    keyOf: (run) => run.id,
  });
  return new Map([...rows].map(([id, { progress }]) => [id, settledOf(progress)]));
}

/** Every step of runs with its state, in the order of the definition, by run id. */
export async function loadRunSteps(context: Context, runIds: readonly string[]): Promise<Map<string, RunStepRow[]>> {
  const wanted = [...new Set(runIds)];
  if (wanted.length === 0) return new Map();
  return await transaction(context.database, context.tenantId, async (tx) => {
    const { client, tenantId } = tx;
    const runs = await client.run.findMany({
      where: { tenantId, id: { in: wanted } },
      select: { id: true, state: true, versionId: true, definitionId: true, progress: true, keptSteps: true },
    });
    const jobs = await readStepJobs(tx, wanted);
    const keeping = runs.filter((run) => run.keptSteps > 0).map((run) => run.id);
    const kept = await readKept(tx, keeping, jobs);
    const plans = await loadPlans(
      client,
      runs.map((run) => ({ tenantId, versionId: planIdOf(run) })),
    );
    const reasons = await readJobReasons(tx, [...jobs.values()]);
    const waits = new Map(
      (await readWaits(client, { tenantId, runIds: wanted })).map((one) => [`${one.runId} ${one.step}`, one]),
    );
    const codes = new Map(runs.map((run) => [run.id, run.progress]));
    const loops = await readLoopViews(tx, wanted, (id, step) => codes.get(id)?.[step] === stepCodes.OPEN);
    const steps = new Map<string, RunStepRow[]>();
    for (const run of runs) {
      const plan = plans.get(planIdOf(run))?.plan;
      if (plan === undefined) continue;
      const views = stepViews({ plan, progress: run.progress, state: run.state });
      steps.set(
        run.id,
        views.map((view): RunStepRow => {
          // A job that was made since the progress was read is as true as the progress.
          const job = jobs.get(`${run.id} ${view.index}`);
          const keptFrom = kept.get(`${run.id} ${view.index}`) ?? null;
          const loop = loops.get(`${run.id} ${view.index}`) ?? null;
          const { index, stepKey, compensates, isFinally } = view;
          const named = { runId: run.id, index, stepKey, compensates, isFinally, keptFrom, wait: null };
          const place = { ...named, ...ofLoop(loop) };
          const wait = waits.get(`${run.id} ${view.index}`);
          if (wait !== undefined) return { ...place, ...waitingStep(wait) };
          if (job === undefined) {
            const state = loop !== null && loop.running > 0 ? 'RUNNING' : view.state;
            return { ...place, state, reason: view.reason, job: null, finishedAt: null };
          }
          const { state, startedAt, finishedAt } = job;
          return {
            ...place,
            state,
            reason: reasons.get(job.id) ?? null,
            job,
            startedAt: startedAt ?? place.startedAt,
            finishedAt,
          };
        }),
      );
    }
    return steps;
  });
}

function waitingStep(
  wait: WaitRow,
): Pick<RunStepRow, 'wait' | 'state' | 'reason' | 'job' | 'startedAt' | 'finishedAt'> {
  const { state, reasonCode, reason, openedAt, finishedAt } = wait;
  const startedAt = state === 'SKIPPED' ? null : openedAt;
  const stored = reasonCode === null ? null : { code: reasonCode, message: reason ?? reasonCode };
  return {
    wait,
    state,
    reason: state === 'PENDING' || state === 'RUNNING' ? sayWait(wait) : stored,
    job: null,
    startedAt,
    finishedAt,
  };
}

function ofLoop(loop: LoopView | null): Pick<RunStepRow, 'loop' | 'iteration' | 'startedAt'> {
  const iteration = loop?.kind === 'WHILE' ? loop.started - 1 : null;
  return { loop, iteration, startedAt: loop?.startedAt ?? null };
}

async function readRuns(tx: Transaction, ids: readonly string[]): Promise<RunRow[]> {
  return await tx.client.$queryRaw<RunRow[]>(Prisma.sql`/* load_runs */
    select ${runColumns}
    from runs
    where tenant_id = ${tx.tenantId}::uuid and id = any(${[...ids]}::uuid[])`);
}

/** Which steps are kept from which run; puts the jobs that carried them out there among the jobs. */
async function readKept(
  tx: Transaction,
  runIds: readonly string[],
  jobs: Map<string, JobRow>,
): Promise<Map<string, string>> {
  const rows = await readKeptSteps(tx.client, { tenantId: tx.tenantId, runIds });
  const found = await readJobs(tx, [...new Set(rows.flatMap(({ jobId }) => jobId ?? []))]);
  const byId = new Map(found.map((job) => [job.id, job]));
  for (const { runId, step, jobId } of rows) {
    const job = byId.get(jobId ?? '');
    if (job !== undefined) jobs.set(`${runId} ${step}`, job);
  }
  return new Map(rows.map(({ runId, step, fromRunId }) => [`${runId} ${step}`, fromRunId]));
}

async function readStepJobs(tx: Transaction, runIds: string[]): Promise<Map<string, JobRow>> {
  const stored = await tx.client.$queryRaw<StoredJob[]>(Prisma.sql`/* load_step_jobs */
    select ${jobColumns}
    from jobs
    where tenant_id = ${tx.tenantId}::uuid and run_id = any(${runIds}::uuid[]) and item is null`);
  return new Map(stored.map((job) => [`${job.runId} ${job.step}`, jobRow(job)]));
}
