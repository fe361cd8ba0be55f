/** Ten tenants with fifty items of work each, made in few statements. */
import type { JsonObject } from '#domain/value/json.ts';
import type { ClaimedJob } from '#engine/attempt/claim/claimed-job.ts';
import { insertRuns } from '#engine/run/insert-runs.ts';
import { startRuns as startRunsOf } from '#engine/run/start-runs.ts';
import { createSchedule } from '#engine/schedule/create-schedules.ts';
import { newId } from '#engine/store/id.ts';
import { transaction } from '#engine/store/transaction.ts';
import { publishWorkflow } from '#engine/workflow/publish-workflow.ts';
import { type Bundle, valueOf } from '#testing/bundle.ts';
import { openStage, type Stage } from '#testing/stage.ts';
import { type HandWorker, workerByHand } from '#testing/worker/worker-by-hand.ts';
import { justNow } from './just-now.ts';

export const tenantsOfMany = 10;
export const itemsPerTenant = 50;

/** Ten stages. */
export async function openTenants(bundle: Bundle): Promise<Stage[]> {
  return await Promise.all(Array.from({ length: tenantsOfMany }, () => openStage(bundle)));
}

/** Fifty waiting jobs of each; their ids. */
export async function waitingJobs(tenants: readonly Stage[]): Promise<string[]> {
  return (await Promise.all(tenants.map((stage) => stage.enqueue(itemsPerTenant)))).flat();
}

/** Fifty jobs of each that did not start in time, about which nobody was told. */
export async function lateJobs({ owner }: Bundle, tenants: readonly Stage[]): Promise<string[]> {
  await Promise.all(tenants.map((stage) => stage.task('noop', { name: 'noop' }, { sla: { startBy: 'PT1M' } })));
  const ids = await waitingJobs(tenants);
  await owner.client.$executeRaw`
    update jobs set due_at = now() - interval '2 minutes', sla_at = ${justNow} where id = any(${ids}::uuid[])`;
  return ids;
}

/** Fifty schedules of each that are due now; their ids. */
export async function dueSchedules({ owner }: Bundle, tenants: readonly Stage[]): Promise<string[]> {
  const made = await Promise.all(
    tenants.map(async ({ context }) => {
      const target = { task: 'noop' };
      const { id } = valueOf(await createSchedule(context, { name: 'first', cron: '0 0 1 1 *', target }));
      return id;
    }),
  );
  await owner.client.$executeRaw`
    insert into schedules (tenant_id, id, name, cron, time_zone, task_id, params, next_at, created_by)
    select tenant_id, gen_random_uuid(), 'copy ' || n, cron, time_zone, task_id, params, next_at, created_by
    from schedules cross join generate_series(2, ${itemsPerTenant}::int) n
    where id = any(${made}::uuid[])`;
  const rows = await owner.client.$queryRaw<{ id: string }[]>`
    update schedules set next_at = ${justNow}
    where tenant_id = any(${tenants.map(({ context }) => context.tenantId)}::uuid[])
    returning id`;
  return rows.map(({ id }) => id);
}

/** Fifty runs of each, of two steps in a row; their ids. */
export async function startRuns({ owner, worker }: Bundle, tenants: readonly Stage[]): Promise<string[]> {
  const tasks: JsonObject[] = [
    { id: 'first', type: 'noop' },
    { id: 'second', type: 'noop', dependencies: ['first'] },
  ];
  const limits = { maxExecutionTime: 'PT1H' };
  await Promise.all(
    tenants.map(async ({ context }) => {
      valueOf(await publishWorkflow(context, { definition: { name: 'two', limits, tasks } }));
    }),
  );
  const versions = await owner.client.workflowVersion.findMany({
    where: { tenantId: { in: tenants.map(({ context }) => context.tenantId) } },
    select: { tenantId: true, workflowId: true, id: true },
  });
  const runs = versions.flatMap(({ tenantId, workflowId, id: versionId }) =>
    Array.from({ length: itemsPerTenant }, () => {
      return { tenantId, id: newId(), workflowId, versionId, inputs: {}, startedBy: 'test' };
    }),
  );
  await transaction(worker, '', (tx) => insertRuns(tx.client, runs, { now: tx.now, actor: 'test' }));
  return runs.map(({ id }) => id);
}

/** Fifty runs of each, whose one step runs a workflow; their ids. */
export async function startParents(tenants: readonly Stage[]): Promise<string[]> {
  const started = await Promise.all(
    tenants.map(async ({ context }) => {
      const tasks: JsonObject[] = [{ id: 'first', type: 'noop' }];
      valueOf(await publishWorkflow(context, { definition: { name: 'child', tasks } }));
      const calls: JsonObject[] = [{ id: 'call', workflow: 'child' }];
      valueOf(await publishWorkflow(context, { definition: { name: 'parent', tasks: calls } }));
      const runs = Array.from({ length: itemsPerTenant }, () => ({ workflow: 'parent' }));
      return valueOf(await startRunsOf(context, { runs })).runs.map(({ runId }) => runId);
    }),
  );
  return started.flat();
}

/** Claims everything that waits in these tenants. */
export async function claimAll(
  { worker: database }: Bundle,
  tenants: readonly Stage[],
): Promise<{ worker: HandWorker; jobs: ClaimedJob[] }> {
  const worker = await workerByHand(database);
  const slots = tenantsOfMany * itemsPerTenant;
  return { worker, jobs: await worker.claim({ slots, queues: tenants.map(({ queue }) => queue) }) };
}
