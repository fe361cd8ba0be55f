/**
 * Makes the demo tenant, by the same commands as everybody's. Whatever is there already is left alone, so a start that
 * was interrupted is completed by the next one.
 */
import { permissionsOf } from '#domain/access/permissions.ts';
import { rulesOf } from '#domain/outbound/admit-url.ts';
import type { Outcome } from '#domain/refusal.ts';
import { noTenantId } from '#engine/access/access.ts';
import { upsertPool } from '#engine/gate/pool/upsert-pool.ts';
import { type EnqueueJobInput, enqueueJobs } from '#engine/job/enqueue-jobs.ts';
import { upsertQueue } from '#engine/queue/upsert-queue.ts';
import { type StartRunInput, startRun } from '#engine/run/start-runs.ts';
import { type CreateScheduleInput, createSchedule } from '#engine/schedule/create-schedules.ts';
import type { Context } from '#engine/store/context.ts';
import type { Database } from '#engine/store/database.ts';
import type { Hints } from '#engine/store/hints.ts';
import { registerTask } from '#engine/task/register-task.ts';
import { createTenant } from '#engine/tenant/create-tenant.ts';
import { findTenantId } from '#engine/tenant/find-tenant.ts';
import { publishWorkflow } from '#engine/workflow/publish-workflow.ts';
import { paramsOf, rehearsals, tasksOfPlugin } from './demo-tasks.ts';
import { databaseCare, nightlyPayroll, partnerImport, releaseTrain } from './demo-workflows.ts';

/** The slug of the demo tenant. */
export const demoSlug = 'demo';

const queues = [
  { name: 'reports', priority: -10 },
  { name: 'billing', concurrency: 2 },
];

const schedules: CreateScheduleInput[] = [
  {
    name: 'Database care',
    cron: '*/2 * * * *',
    timeZone: 'UTC',
    target: { workflow: 'database-care' },
    overlap: 'SKIP',
  },
  {
    name: 'Connections, every minute',
    cron: '* * * * *',
    timeZone: 'UTC',
    target: { task: 'connections' },
    params: paramsOf('connections'),
  },
  {
    name: 'Payroll night in New York',
    cron: '30 2 * * 2-6',
    timeZone: 'America/New_York',
    target: { workflow: 'nightly-payroll' },
    // A night that an outage swallowed is made up for in the morning, once.
    catchUp: { policy: 'LAST', window: 'PT8H' },
  },
];

const firstJobs: EnqueueJobInput[] = [
  { task: 'connections', params: paramsOf('connections') },
  { task: 'rehearse-slow-report' },
  { task: 'rehearse-fault' },
  { task: 'rehearse-dead-partner' },
  { task: 'rehearse-rejected-order' },
  ...[1, 2, 3, 4, 5, 6].map((batch) => ({ task: 'rehearse-invoice-batch', labels: { batch: String(batch) } })),
  ...['ada', 'ada', 'bob', 'ada', 'eve'].map((customer) => ({ task: 'rehearse-bank-transfer', params: { customer } })),
  { task: 'rehearse-step', delay: 'PT1H' },
];

const firstRuns: StartRunInput[] = [
  // A bound that every database is above, so that one of the first runs shows its branch taken.
  { workflow: 'database-care', variables: { databaseBytesMax: 1_000_000 } },
  { workflow: 'nightly-payroll', variables: { bankFaults: 1 } },
  { workflow: 'nightly-payroll', variables: { bankFaults: 3 } },
  { workflow: 'partner-import', variables: {} },
  // Waits for somebody who lets it go.
  { workflow: 'release-train', variables: {} },
];

/** The demo tenant's context; undefined when there is no demo tenant. */
export async function findDemo(database: Database, hints: Hints): Promise<Context | undefined> {
  const tenantId = await findTenantId(database, demoSlug);
  return tenantId === undefined ? undefined : contextOf(database, hints, tenantId);
}

/** Makes the tenant with everything in it. `runtimeUrl` is where its plugin runtime answers. */
export async function makeDemo(database: Database, hints: Hints, runtimeUrl: string): Promise<Context> {
  const platform = contextOf(database, hints, noTenantId);
  const created = await createTenant(platform, { slug: demoSlug, name: 'Demo operations', timeZone: 'UTC' });
  if (!created.ok) unlessTaken(created);
  const context = await findDemo(database, hints);
  if (context === undefined) throw new Error('the demo tenant was just made and cannot be found');
  for (const queue of queues) must(await upsertQueue(context, queue));
  must(await upsertPool(context, { name: 'bank-lines', capacity: 2 }));
  for (const task of rehearsals) must(await registerTask(context, task));
  await registerPlugin(context, runtimeUrl);
  for (const definition of [databaseCare, nightlyPayroll, partnerImport])
    must(await publishWorkflow(context, { definition }));
  must(await publishWorkflow(context, { yaml: releaseTrain }));
  for (const schedule of schedules) unlessTaken(await createSchedule(context, schedule));
  const jobs = firstJobs.map((job, n) => ({ ...job, idempotencyKey: `first-start-${n}` }));
  must(await enqueueJobs(context, { jobs }));
  for (const [n, run] of firstRuns.entries())
    must(await startRun(context, { ...run, idempotencyKey: `first-start-${n}` }));
  return context;
}

/** Tells the tasks of the plugin where its runtime answers; the same address again changes nothing. */
export async function registerPlugin(context: Context, runtimeUrl: string): Promise<void> {
  // On this machine: `npm start` lets console and worker call it.
  const rules = rulesOf([new URL(runtimeUrl).host]);
  for (const task of tasksOfPlugin(runtimeUrl)) must(await registerTask(context, task, rules));
}

/** The start-up acting in a tenant, with every right. */
export function contextOf(database: Database, hints: Hints, tenantId: string): Context {
  const permissions = permissionsOf('PLATFORM_ADMIN');
  return {
    database,
    hints,
    tenantId,
    actor: { kind: 'system', id: 'start', name: 'start', role: 'PLATFORM_ADMIN', permissions },
  };
}

/** The value of an outcome that nothing but a fault of ours could refuse. */
export function must<T>(outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value;
  throw new Error(
    outcome.refusals.map(({ code, message, path }) => `${code}: ${message} (${path.join('.')})`).join('\n'),
  );
}

function unlessTaken(outcome: Outcome<unknown>): void {
  if (outcome.ok || outcome.refusals.every(({ code }) => code === 'NAME_TAKEN')) return;
  must(outcome);
}
