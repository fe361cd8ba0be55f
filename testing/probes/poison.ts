/**
 * One poisoned item among 500 of ten tenants, for each duty of the worker. Nothing of ours is played by the test: what
 * throws is a row as a bug or a damaged disk might leave it, or PostgreSQL itself, by a trigger for this one row.
 */
import { rerunBounds } from '#domain/bounds/run.ts';
import { assert } from '#domain/unreachable.ts';
import { rescueJobs } from '#engine/attempt/rescue-jobs.ts';
import { advanceBatches } from '#engine/rerun/advance-batches.ts';
import { startRerunBatch } from '#engine/rerun/start-rerun-batch.ts';
import { failLateRuns } from '#engine/run/advance/fail-late-runs.ts';
import { planDueSchedules } from '#engine/schedule/plan/plan-due-schedules.ts';
import { watchSla } from '#engine/sla/watch-sla.ts';
import { newId } from '#engine/store/id.ts';
import { lookAtSubflows } from '#engine/subflow/look-at-subflows.ts';
import { type Bundle, valueOf } from '#testing/bundle.ts';
import { succeeded } from '#testing/worker/worker-by-hand.ts';
import { failedAs, groupFailures } from '#testing/worlds/failing-jobs.ts';
import { justNow } from '#testing/worlds/just-now.ts';
import {
  claimAll,
  dueSchedules,
  itemsPerTenant,
  lateJobs,
  openTenants,
  startParents,
  startRuns,
  waitingJobs,
} from '#testing/worlds/many-tenants.ts';

/** A duty before its pass. `ended` says of each item what became of it: done, or why not. */
export type Trial = { pass(): Promise<unknown>; ended(): Promise<Map<string, string>>; poisoned: string | undefined };
export type Duty = {
  name: string;
  /** What the poisoned item ends as. */
  ends: string;
  prepare(bundle: Bundle, isPoisoned: boolean): Promise<Trial>;
};

let triggers = 0;

/** Lets PostgreSQL refuse to write rows of the table that fit the condition; what it hands back lets it write them again. */
export async function refuseToWrite(
  { owner }: Pick<Bundle, 'owner'>,
  { table, on, when }: { table: string; on: 'insert' | 'update'; when: string },
): Promise<() => Promise<unknown>> {
  triggers += 1;
  const name = `poison_${triggers}`;
  await owner.client.$executeRawUnsafe(`create or replace function refuse_poison() returns trigger language plpgsql as $$
    begin raise exception 'this row is poisoned'; end $$`);
  await owner.client.$executeRawUnsafe(`create trigger ${name} before ${on} on ${table} for each row when (${when})
    execute function refuse_poison()`);
  return () => owner.client.$executeRawUnsafe(`drop trigger ${name} on ${table}`);
}

type Ended = { id: string; how: string };

const inMap = (rows: readonly Ended[]) => new Map(rows.map(({ id, how }) => [id, how]));

async function endedSchedules({ owner }: Bundle, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await owner.client.$queryRaw<Ended[]>`
    select s.id, case when t.outcome = 'FIRED' then 'done' else t.reason_code end as how
    from schedules s join ticks t on t.schedule_id = s.id
    where s.id = any(${[...ids]}::uuid[])`;
  return inMap(rows);
}

async function endedJobs({ owner }: Bundle, ids: readonly string[], done: string): Promise<Map<string, string>> {
  const rows = await owner.client.$queryRaw<Ended[]>`
    select id, case when state::text = ${done} then 'done' else reason_code end as how
    from jobs where id = any(${[...ids]}::uuid[])`;
  return inMap(rows);
}

/** A run is done when its first step is in this state, or when it ended for this reason with nothing open. */
async function endedRuns({ owner }: Bundle, ids: readonly string[], done: string): Promise<Map<string, string>> {
  const rows = await owner.client.$queryRaw<Ended[]>`
    select r.id, case
      when exists (select from alerts a where a.run_id = r.id) then 'alert of a run ' || r.state
      when exists (select from jobs j where j.run_id = r.id and j.state in ('PENDING', 'RUNNING')) and r.state = 'FAILED' then 'open'
      when r.reason_code = ${done} or exists (select from jobs j where j.run_id = r.id and j.step = 0 and j.state::text = ${done}) then 'done'
    end as how
    from runs r where r.id = any(${[...ids]}::uuid[])`;
  return inMap(rows);
}

async function endedReruns({ owner }: Bundle, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await owner.client.$queryRaw<Ended[]>`
    select run_id as id, case when state = 'RUNNING' then 'done' else code end as how
    from rerun_items where run_id = any(${[...ids]}::uuid[])`;
  return inMap(rows);
}

/** Passes until nothing waits, as if the time of every start had come. */
async function rerunAll({ owner, worker }: Bundle): Promise<void> {
  const { client } = owner;
  while ((await client.rerunItem.count({ where: { state: 'WAITING' } })) > 0) {
    await client.$executeRaw`update rerun_batches set next_at = ${justNow}, look_at = ${justNow} where waiting > 0`;
    await advanceBatches(worker);
  }
}

// A run whose progress is of no version: whatever moves it on throws.
async function breakProgress({ owner }: Bundle, runId: string): Promise<void> {
  await owner.client.$executeRaw`update runs set progress = '\\x0101010101' where id = ${runId}::uuid`;
}

function pick(ids: readonly string[]): string {
  const id = ids[137];
  assert(id !== undefined, 'there are enough items');
  return id;
}

const planner = (name: string, poison: (bundle: Bundle, id: string) => Promise<unknown>): Duty => ({
  name,
  ends: 'PLANNING_FAULT',
  prepare: async (bundle, isPoisoned) => {
    const ids = await dueSchedules(bundle, await openTenants(bundle));
    const poisoned = isPoisoned ? pick(ids) : undefined;
    if (poisoned !== undefined) await poison(bundle, poisoned);
    const pass = () => planDueSchedules({ database: bundle.worker, hints: bundle.hints });
    return { poisoned, pass, ended: () => endedSchedules(bundle, ids) };
  },
});

type Bad = { throwAtOnce?: boolean; throwLater?: boolean; loseVersion?: boolean };

const executor = (name: string, bad: Bad): Duty => ({
  name,
  ends: 'ENGINE_FAULT',
  prepare: async (bundle, isPoisoned) => {
    const tenants = await openTenants(bundle);
    const ids = await waitingJobs(tenants);
    const poisoned = isPoisoned ? pick(ids) : undefined;
    if (poisoned !== undefined && bad.loseVersion)
      await bundle.owner.client.job.updateMany({ where: { id: poisoned }, data: { taskVersionId: newId() } });
    const ledgers = tenants.map(({ context }) => bundle.ledger(context));
    const pass = async () => {
      const worker = await bundle.startWorker({
        queues: tenants.map(({ queue }) => queue),
        handlerFor: () => (input) => {
          if (input.jobId === poisoned && bad.throwAtOnce) throw Object.create(null);
          if (input.jobId === poisoned && bad.throwLater) return Promise.reject(Object.create(null));
          return { ok: true, result: null };
        },
      });
      const isEnd = ({ type }: { type: string }) => type === 'job.succeeded' || type === 'job.failed';
      await Promise.all(ledgers.map((ledger) => ledger.seen('end of a job', isEnd, itemsPerTenant)));
      await worker.stop(0);
      for (const ledger of ledgers) ledger.close();
    };
    return { poisoned, pass, ended: () => endedJobs(bundle, ids, 'SUCCEEDED') };
  },
});

export const duties: readonly Duty[] = [
  planner('planner, a job that cannot be stored', (bundle, id) =>
    refuseToWrite(bundle, { table: 'jobs', on: 'insert', when: `new.schedule_id = '${id}'` }),
  ),
  planner('planner, a timetable that cannot be read', ({ owner }, id) =>
    owner.client.schedule.updateMany({ where: { id }, data: { cron: 'now and then' } }),
  ),
  executor('executor, a handler that throws what has no words', { throwAtOnce: true }),
  executor('executor, a handler whose promise fails with what has no words', { throwLater: true }),
  executor('executor, a task version that is gone', { loseVersion: true }),
  {
    name: 'settler, an outcome that cannot be stored',
    ends: 'ENGINE_FAULT',
    prepare: async (bundle, isPoisoned) => {
      const tenants = await openTenants(bundle);
      const ids = await waitingJobs(tenants);
      const { worker, jobs } = await claimAll(bundle, tenants);
      const poisoned = isPoisoned ? pick(ids) : undefined;
      const when = `new.id = '${poisoned}' and new.state = 'SUCCEEDED'`;
      if (isPoisoned) await refuseToWrite(bundle, { table: 'jobs', on: 'update', when });
      const pass = () => worker.settle(jobs.map((job) => succeeded(job)));
      return { poisoned, pass, ended: () => endedJobs(bundle, ids, 'SUCCEEDED') };
    },
  },
  {
    name: 'settler, a run that cannot go on',
    ends: 'alert of a run FAILED',
    prepare: async (bundle, isPoisoned) => {
      const tenants = await openTenants(bundle);
      const ids = await startRuns(bundle, tenants);
      const { worker, jobs } = await claimAll(bundle, tenants);
      const poisoned = isPoisoned ? pick(ids) : undefined;
      if (poisoned !== undefined) await breakProgress(bundle, poisoned);
      const pass = () => worker.settle(jobs.map((job) => succeeded(job)));
      return { poisoned, pass, ended: () => endedRuns(bundle, ids, 'SUCCEEDED') };
    },
  },
  {
    name: 'rescuer, a run that cannot go on',
    ends: 'alert of a run FAILED',
    prepare: async (bundle, isPoisoned) => {
      const tenants = await openTenants(bundle);
      const ids = await startRuns(bundle, tenants);
      const { worker } = await claimAll(bundle, tenants);
      await bundle.owner.client
        .$executeRaw`update workers set lease_until = ${justNow} where id = ${worker.workerId}::uuid`;
      const poisoned = isPoisoned ? pick(ids) : undefined;
      if (poisoned !== undefined) await breakProgress(bundle, poisoned);
      return { poisoned, pass: () => rescueJobs(bundle.worker), ended: () => endedRuns(bundle, ids, 'PENDING') };
    },
  },
  {
    name: 'late runs, a step that cannot be cancelled',
    ends: 'alert of a run FAILED',
    prepare: async (bundle, isPoisoned) => {
      const ids = await startRuns(bundle, await openTenants(bundle));
      await bundle.owner.client.$executeRaw`update runs set deadline_at = ${justNow} where id = any(${ids}::uuid[])`;
      const poisoned = isPoisoned ? pick(ids) : undefined;
      const when = `new.run_id = '${poisoned}' and new.state = 'CANCELLED'`;
      if (isPoisoned) await refuseToWrite(bundle, { table: 'jobs', on: 'update', when });
      const pass = async () => {
        while ((await failLateRuns(bundle.worker)) > 0);
      };
      return { poisoned, pass, ended: () => endedRuns(bundle, ids, 'EXECUTION_TIME') };
    },
  },
  {
    name: 'subflows, a run that cannot be stored',
    ends: 'alert of a run FAILED',
    prepare: async (bundle, isPoisoned) => {
      const ids = await startParents(await openTenants(bundle));
      const poisoned = isPoisoned ? pick(ids) : undefined;
      if (isPoisoned)
        await refuseToWrite(bundle, { table: 'runs', on: 'insert', when: `new.parent_run_id = '${poisoned}'` });
      const pass = async () => {
        while ((await lookAtSubflows(bundle.worker)).moved > 0);
      };
      const ended = async () => {
        const rows = await bundle.owner.client.$queryRaw<Ended[]>`
          select r.id, case
            when exists (select from alerts a where a.run_id = r.id) then 'alert of a run ' || r.state
            when exists (select from runs c where c.parent_run_id = r.id) then 'done'
          end as how
          from runs r where r.id = any(${ids}::uuid[])`;
        return inMap(rows);
      };
      return { poisoned, pass, ended };
    },
  },
  {
    name: 'reruns, a run that cannot be stored again',
    ends: 'ENGINE_FAULT',
    prepare: async (bundle, isPoisoned) => {
      const tenants = await openTenants(bundle);
      const ids = await startRuns(bundle, tenants);
      await bundle.owner.client.$executeRaw`update runs set deadline_at = ${justNow} where id = any(${ids}::uuid[])`;
      while ((await failLateRuns(bundle.worker)) > 0);
      for (const { context } of tenants)
        valueOf(
          await startRerunBatch(context, { filter: { states: ['FAILED'] }, perMinute: rerunBounds.perMinuteMax }),
        );
      const poisoned = isPoisoned ? pick(ids) : undefined;
      if (isPoisoned)
        await refuseToWrite(bundle, { table: 'runs', on: 'insert', when: `new.replay_of = '${poisoned}'` });
      return { poisoned, pass: () => rerunAll(bundle), ended: () => endedReruns(bundle, ids) };
    },
  },
  {
    name: 'SLA watch, a breach that cannot be told',
    ends: 'ENGINE_FAULT',
    prepare: async (bundle, isPoisoned) => {
      const ids = await lateJobs(bundle, await openTenants(bundle));
      const poisoned = isPoisoned ? pick(ids) : undefined;
      const when = `new.job_id = '${poisoned}' and new.kind like 'SLA%'`;
      if (isPoisoned) await refuseToWrite(bundle, { table: 'alerts', on: 'insert', when });
      const ended = async () => {
        const rows = await bundle.owner.client.$queryRaw<Ended[]>`
          select job_id as id, case when kind = 'SLA_START_BY' then 'done' else kind end as how
          from alerts where job_id = any(${ids}::uuid[])`;
        return inMap(rows);
      };
      return { poisoned, pass: () => watchSla({ database: bundle.worker, hints: bundle.hints }), ended };
    },
  },
  {
    name: 'failures, one that cannot be counted',
    ends: 'ENGINE_FAULT',
    prepare: async (bundle, isPoisoned) => {
      const tenants = await openTenants(bundle);
      const ids = await waitingJobs(tenants);
      const { worker, jobs } = await claimAll(bundle, tenants);
      // What other trials left is not of this one.
      await groupFailures(bundle);
      await worker.settle(jobs.map((job) => failedAs(job, { message: `row ${job.jobId} is bad` })));
      const poisoned = isPoisoned ? pick(ids) : undefined;
      const when = `new.subject_id = '${poisoned}'`;
      if (isPoisoned) await refuseToWrite(bundle, { table: 'failure_jobs', on: 'insert', when });
      const ended = async () => {
        const rows = await bundle.owner.client.$queryRaw<Ended[]>`
          select subject_id as id, 'done' as how from failure_jobs where subject_id = any(${ids}::uuid[])
          union all select job_id, kind from alerts where job_id = any(${ids}::uuid[])`;
        return inMap(rows);
      };
      return { poisoned, pass: () => groupFailures(bundle), ended };
    },
  },
];
