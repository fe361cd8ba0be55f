/** Makes schedules: all of a call or none of them, in one transaction. */
import { scheduleBounds } from '#domain/bounds/schedule.ts';
import { done, type Outcome, type Refusal, refuse, refuseAll } from '#domain/refusal.ts';
import { firstInstant, parseSchedule, type ScheduleInput, type ScheduleSettings } from '#domain/schedule/schedule.ts';
import { assert } from '#domain/unreachable.ts';
import type { Json } from '#domain/value/json.ts';
import { refuseUnless } from '#engine/access/access.ts';
import { appendEvents, type NewEvent } from '#engine/event/append-events.ts';
import { isTurnOver, nextTurn } from '#engine/store/batch/turns.ts';
import { hintedCommand } from '#engine/store/command.ts';
import { actorName, type Context } from '#engine/store/context.ts';
import { newId } from '#engine/store/id.ts';
import type { Transaction } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { takeScheduleNames } from './schedule-name.ts';
import { findTargets, type TargetIds } from './schedule-target.ts';

export type CreateScheduleInput = ScheduleInput & { paused?: boolean | null };

/** Creates the schedule. It fires at the first instant after now, or none while paused. */
export async function createSchedule(context: Context, input: CreateScheduleInput): Promise<Outcome<{ id: string }>> {
  const outcome = await createSchedules(context, { schedules: [input] });
  if (!outcome.ok)
    // The place in a list of one says nothing to somebody who makes one schedule.
    return refuseAll(outcome.refusals.map((refusal) => ({ ...refusal, path: refusal.path.slice(2) })));
  const [id] = outcome.value.ids;
  assert(id !== undefined, 'a schedule that is not refused is made');
  return done({ id });
}

/** Creates up to 1,000 schedules. Refusals name the schedule by its place; nothing is stored then. */
export async function createSchedules(
  context: Context,
  { schedules }: { schedules: readonly CreateScheduleInput[] },
): Promise<Outcome<{ ids: string[] }>> {
  const forbidden = refuseUnless(context, 'schedule.edit');
  if (forbidden !== undefined) return forbidden;
  if (schedules.length === 0) return refuse('BAD_INPUT', 'there is no schedule to make', ['schedules']);
  if (schedules.length > scheduleBounds.createdPerCallMax)
    return refuse('TOO_LARGE', `at most ${scheduleBounds.createdPerCallMax} schedules are made in one call`, [
      'schedules',
    ]);
  const actor = actorName(context.actor);
  return await hintedCommand(context, ['plan', 'news'], async (tx) => {
    const parsed = await parseAll(tx, schedules);
    if (!parsed.ok) return parsed;
    const made = await resolveAll(tx, parsed.value);
    if (!made.ok) return made;
    const named = await takeScheduleNames(
      tx,
      made.value.map(({ id, settings: { name }, path }) => ({ id, name, path: [...path, 'name'] })),
    );
    if (!named.ok) return named;
    await insertSchedules(tx, made.value, actor);
    await appendEvents(tx, createdEvents(made.value, actor));
    return done({ ids: made.value.map(({ id }) => id) });
  });
}

type Parsed = { id: string; settings: ScheduleSettings; isPaused: boolean; path: string[] };

async function parseAll(tx: Transaction, schedules: readonly CreateScheduleInput[]): Promise<Outcome<Parsed[]>> {
  const tenant = await tx.client.tenant.findUnique({ where: { id: tx.tenantId }, select: { timeZone: true } });
  const timeZone = tenant?.timeZone ?? 'UTC';
  return await gather(schedules, (input, path) => {
    const id = newId();
    const settings = parseSchedule(input, { id, timeZone });
    return settings.ok ? done({ id, settings: settings.value, isPaused: input.paused === true, path }) : settings;
  });
}

type Made = Parsed & { target: TargetIds; nextAt: Date };

async function resolveAll(tx: Transaction, parsed: readonly Parsed[]): Promise<Outcome<Made[]>> {
  const targets = await findTargets(
    tx,
    parsed.map(({ settings: { target, params } }) => ({ target, params })),
  );
  return await gather(parsed, (one, _, n) => {
    const target = targets[n];
    assert(target !== undefined, 'every schedule is answered');
    if (!target.ok) return target;
    const nextAt = firstInstant(one.settings, tx.now.getTime());
    if (nextAt === undefined) return refuse('BAD_INPUT', 'it would end before its first instant', ['endAt']);
    return done({ ...one, target: target.value, nextAt });
  });
}

/** All values, or all refusals with the place of what they are about; others have their turns meanwhile. */
async function gather<Item, Value>(
  items: readonly Item[],
  make: (item: Item, path: string[], n: number) => Outcome<Value>,
): Promise<Outcome<Value[]>> {
  const values: Value[] = [];
  const refusals: Refusal[] = [];
  for (const [n, item] of items.entries()) {
    if (isTurnOver()) await nextTurn();
    const path = ['schedules', String(n)];
    const outcome = make(item, path, n);
    if (outcome.ok) values.push(outcome.value);
    else refusals.push(...outcome.refusals.map((refusal) => ({ ...refusal, path: [...path, ...refusal.path] })));
  }
  return refusals.length > 0 ? refuseAll(refusals) : done(values);
}

async function insertSchedules(tx: Transaction, made: readonly Made[], actor: string): Promise<void> {
  const rows = JSON.stringify(made.map(rowOf));
  await tx.client.$executeRaw(Prisma.sql`/* insert_schedules */
    insert into schedules (tenant_id, id, name, cron, time_zone, state, task_id, workflow_id, params, overlap, catch_up,
      catch_up_window_ms, start_at, end_at, next_at, paused_at, paused_by, created_by, created_at, updated_at)
    select ${tx.tenantId}::uuid, id, name, cron, time_zone, state, task_id, workflow_id, params, overlap, catch_up,
      catch_up_window_ms, start_at, end_at, next_at, case when state = 'PAUSED' then ${tx.now}::timestamptz end,
      case when state = 'PAUSED' then ${actor} end, ${actor}, ${tx.now}, ${tx.now}
    from json_to_recordset(${rows}::json) as s (id uuid, name text, cron text, time_zone text, state schedule_state, task_id uuid,
      workflow_id uuid, params json, overlap text, catch_up text, catch_up_window_ms bigint, start_at timestamptz, end_at timestamptz,
      next_at timestamptz)`);
}

function rowOf({ id, settings, isPaused, target, nextAt }: Made): Json {
  const { name, cron, timeZone, params, overlap, catchUp, startAt, endAt } = settings;
  return {
    id,
    name,
    cron,
    time_zone: timeZone,
    state: stateOf(isPaused),
    task_id: target.taskId,
    workflow_id: target.workflowId,
    params,
    overlap,
    catch_up: catchUp.policy,
    catch_up_window_ms: catchUp.windowMs,
    start_at: startAt?.toISOString() ?? null,
    end_at: endAt?.toISOString() ?? null,
    next_at: isPaused ? null : nextAt.toISOString(),
  };
}

function stateOf(isPaused: boolean) {
  return isPaused ? 'PAUSED' : 'ACTIVE';
}

/** One row of the log for each state that they begin in. */
function createdEvents(made: readonly Made[], actor: string): NewEvent[] {
  return [...Map.groupBy(made, ({ isPaused }) => isPaused)].map(
    ([isPaused, group]): NewEvent => ({
      type: 'schedule.created',
      entityIds: group.map(({ id }) => id),
      to: stateOf(isPaused),
      actor,
    }),
  );
}
