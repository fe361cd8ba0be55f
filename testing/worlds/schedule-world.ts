/** A database of its own with one tenant and its tasks, for tests of what works across all tenants: planner and SLA watch. */
import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { permissionsOf } from '#domain/access/permissions.ts';
import type { Outcome } from '#domain/refusal.ts';
import type { JsonObject } from '#domain/value/json.ts';
import { type CreateScheduleInput, createSchedule } from '#engine/schedule/create-schedules.ts';
import type { Context } from '#engine/store/context.ts';
import { type Database, openDatabase } from '#engine/store/database.ts';
import { newId } from '#engine/store/id.ts';
import { publishWorkflow } from '#engine/workflow/publish-workflow.ts';
import { createTestDatabase } from '#testing/postgres.ts';

export type ScheduleWorld = {
  /** Does everything; for looking and for setting the scene. */
  owner: Database;
  worker: Database;
  context: Context;
  workerContext: Pick<Context, 'database' | 'hints'>;
  ownerUrl: string;
  tenantId: string;
};

const hints = {
  id: 'test',
  ride: () => [],
  send: () => undefined,
  open: () => undefined,
  close: async () => undefined,
};

/** Opens the world; it goes with the test. */
export async function openScheduleWorld(t: TestContext): Promise<ScheduleWorld> {
  const database = await createTestDatabase();
  const open = (duty: 'owner' | 'worker' | 'web') =>
    openDatabase({ url: database.ownerUrl, duty, connectionsMax: 6, name: `test-${duty}` });
  const [owner, worker, web] = [open('owner'), open('worker'), open('web')];
  t.after(async () => {
    await Promise.all([owner.close(), worker.close(), web.close()]);
    await database.drop();
  });
  const tenantId = await addTenant(owner);
  await addTask({ owner, tenantId }, 'report');
  return {
    owner,
    worker,
    context: contextOf(web, tenantId),
    workerContext: { database: worker, hints },
    ownerUrl: database.ownerUrl,
    tenantId,
  };
}

/** What a person with every right in a tenant asks with. */
export function contextOf(database: Database, tenantId: string): Context {
  const actor = { kind: 'user', id: newId(), name: 'Ada', role: 'ADMIN', permissions: permissionsOf('ADMIN') } as const;
  return { database, hints, actor, tenantId };
}

/** A tenant with one queue. */
export async function addTenant(owner: Database): Promise<string> {
  const id = newId();
  await owner.client.tenant.create({ data: { id, slug: `t-${id}`, name: 'Test', timeZone: 'Europe/Berlin' } });
  await owner.client.queue.create({ data: { tenantId: id, id: newId(), name: 'default' } });
  return id;
}

/** A task with one version. */
export async function addTask(
  world: Pick<ScheduleWorld, 'owner' | 'tenantId'>,
  name: string,
  rest: { inputSchema?: JsonObject; sla?: JsonObject } = {},
): Promise<string> {
  const { owner, tenantId } = world;
  const queue = await owner.client.queue.findFirstOrThrow({ where: { tenantId } });
  const taskId = newId();
  await owner.client.task.create({ data: { tenantId, id: taskId, name, version: 1 } });
  const version = {
    handler: { builtin: { name: 'noop' } },
    queueId: queue.id,
    priority: 0,
    timeoutMs: 60_000,
    retry: {},
    createdBy: 'test',
  };
  await owner.client.taskVersion.create({ data: { tenantId, id: newId(), taskId, number: 1, ...version, ...rest } });
  return taskId;
}

/** A workflow of one step with one version. */
export async function addWorkflow(world: ScheduleWorld, name: string, rest: JsonObject): Promise<void> {
  const definition = { name, ...rest, tasks: [{ id: 'only', type: 'report' }] };
  accepted(await publishWorkflow(world.context, { definition }));
}

// Rare, so that a test decides by itself when the schedule is due.
const cronDefault = '0 0 1 1 *';

/** Makes a schedule of the task `report` and hands back its id. */
export async function addSchedule(world: ScheduleWorld, input: Partial<CreateScheduleInput> = {}): Promise<string> {
  const made = accepted(
    await createSchedule(world.context, {
      name: `schedule ${newId()}`,
      cron: cronDefault,
      timeZone: 'UTC',
      target: { task: 'report' },
      ...input,
    }),
  );
  return made.id;
}

/** Makes schedules due just now, or at the full minute this long ago. */
export async function makeDue(world: ScheduleWorld, ids: readonly string[], agoMs: number): Promise<void> {
  // A full minute may lie so far back that what is planned slowly comes too late for it.
  const unit = agoMs === 0 ? 'second' : 'minute';
  await world.owner.client.$executeRaw`
    update schedules
    set next_at = date_trunc(${unit}, now() - ${agoMs} * interval '1 millisecond')
    where id = any(${[...ids]}::uuid[])`;
}

/** The value of an outcome that must not be a refusal. */
export function accepted<T>(outcome: Outcome<T>): T {
  assert.ok(outcome.ok, outcome.ok ? '' : JSON.stringify(outcome.refusals));
  return outcome.value;
}
