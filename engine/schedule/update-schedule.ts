/** Changes a schedule. Its ticks stay, and every instant that the old timetable still owed is recorded. */

import { done, type Outcome, type Refusal, refuse, refuseAll } from '#domain/refusal.ts';
import { firstInstant, parseSchedule, type ScheduleInput, type ScheduleSettings } from '#domain/schedule/schedule.ts';
import { formatDuration } from '#domain/value/duration.ts';
import type { JsonObject } from '#domain/value/json.ts';
import { refuseUnless } from '#engine/access/access.ts';
import { appendEvents } from '#engine/event/append-events.ts';
import { recordUnplanned } from '#engine/schedule/plan/unplanned-instants.ts';
import { hintedCommand } from '#engine/store/command.ts';
import { actorName, type Context } from '#engine/store/context.ts';
import type { Transaction } from '#engine/store/transaction.ts';
import { takeScheduleName } from './schedule-name.ts';
import { findTarget } from './schedule-target.ts';
import { lockSchedules, type StoredSchedule } from './schedules.ts';

/** What is absent stays as it is; null takes the default. */
export type UpdateScheduleInput = { id: string } & Partial<ScheduleInput>;

/** Changes the schedule. A new timetable counts from now on; other changes leave the next instant where it was. */
export async function updateSchedule(
  context: Context,
  { id, ...changes }: UpdateScheduleInput,
): Promise<Outcome<{ id: string }>> {
  const forbidden = refuseUnless(context, 'schedule.edit');
  if (forbidden !== undefined) return forbidden;
  const missing = lacksDefault(changes);
  if (missing.length > 0) return refuseAll(missing);
  return await hintedCommand(context, ['plan', 'news'], async (tx) => {
    const locked = await lockSchedules(tx, [id], () => ['id']);
    if (!locked.ok) return locked;
    const [schedule] = locked.value;
    if (schedule === undefined) return refuse('NOT_FOUND', 'there is no such schedule', ['id']);
    if (schedule.state === 'ENDED')
      return refuse('ILLEGAL_TRANSITION', 'the schedule has ended; make a new one', ['id']);
    const settings = parseSchedule(await mergeInput(tx, schedule, changes), {
      id,
      timeZone: schedule.timeZone,
      name: schedule.name,
    });
    if (!settings.ok) return settings;
    return await store(tx, { schedule, settings: settings.value, actor: actorName(context.actor) });
  });
}

/** Null takes the default, and these have none. */
function lacksDefault(changes: { name?: unknown; cron?: unknown; target?: unknown }): Refusal[] {
  return [
    { field: 'name', value: changes.name },
    { field: 'cron', value: changes.cron },
    { field: 'target', value: changes.target },
  ].flatMap(({ field, value }) => {
    const message = `${field} has no default to take; leave it out to keep what it is`;
    return value === null ? [{ code: 'BAD_INPUT', message, path: [field] } satisfies Refusal] : [];
  });
}

async function mergeInput(
  tx: Transaction,
  schedule: StoredSchedule,
  changes: Partial<ScheduleInput>,
): Promise<ScheduleInput> {
  const { catchUp } = schedule;
  return {
    name: schedule.name,
    cron: schedule.cron,
    timeZone: schedule.timeZone,
    target: changes.target ?? (await targetOf(tx, schedule)),
    params: schedule.params,
    overlap: schedule.overlap,
    catchUp: catchUp.policy === 'NONE' ? null : { policy: catchUp.policy, window: formatDuration(catchUp.windowMs) },
    startAt: schedule.startAt,
    endAt: schedule.endAt,
    ...Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)),
  };
}

async function targetOf(tx: Transaction, { taskId, workflowId }: StoredSchedule): Promise<ScheduleInput['target']> {
  const named = { select: { name: true } };
  const task =
    taskId === null
      ? null
      : await tx.client.task.findUnique({ where: { tenantId_id: { tenantId: tx.tenantId, id: taskId } }, ...named });
  const workflow =
    workflowId === null
      ? null
      : await tx.client.workflow.findUnique({
          where: { tenantId_id: { tenantId: tx.tenantId, id: workflowId } },
          ...named,
        });
  return { task: task?.name ?? null, workflow: workflow?.name ?? null };
}

type Change = { schedule: StoredSchedule; settings: ScheduleSettings; actor: string };

async function store(tx: Transaction, { schedule, settings, actor }: Change): Promise<Outcome<{ id: string }>> {
  const { id } = schedule;
  const { name, cron, timeZone, params, overlap, catchUp, startAt, endAt } = settings;
  const target = await findTarget(tx, { target: settings.target, params, taskId: schedule.taskId });
  if (!target.ok) return target;
  const timing = isSameTiming(schedule, settings) ? done({}) : await changeTiming(tx, { schedule, settings, actor });
  if (!timing.ok) return timing;
  if (name !== schedule.name) {
    const named = await takeScheduleName(tx, { id, name });
    if (!named.ok) return named;
  }
  const policies = { overlap, catchUp: catchUp.policy, catchUpWindowMs: catchUp.windowMs };
  await tx.client.schedule.updateMany({
    where: { tenantId: tx.tenantId, id },
    data: { name, cron, timeZone, ...target.value, params, ...policies, startAt, endAt, ...timing.value },
  });
  await appendEvents(tx, [
    {
      type: 'schedule.updated',
      entityIds: [id],
      from: schedule.state,
      to: schedule.state,
      actor,
      payloads: [changesOf(schedule, settings)],
    },
  ]);
  return done({ id });
}

/** What the old timetable owed is recorded, so that a paused schedule counts its new one from now. */
async function changeTiming(
  tx: Transaction,
  { schedule, settings, actor }: Change,
): Promise<Outcome<{ nextAt?: Date; updatedAt?: Date }>> {
  const nextAt = firstInstant(settings, tx.now.getTime());
  if (nextAt === undefined) return refuse('BAD_INPUT', 'it would end before its first instant', ['endAt']);
  await recordUnplanned(tx, [schedule], { why: 'CHANGED', actor });
  return done(schedule.state === 'PAUSED' ? { updatedAt: tx.now } : { nextAt, updatedAt: tx.now });
}

function isSameTiming(schedule: StoredSchedule, settings: ScheduleSettings): boolean {
  return (
    schedule.cron === settings.cron &&
    schedule.timeZone === settings.timeZone &&
    schedule.startAt?.getTime() === settings.startAt?.getTime() &&
    schedule.endAt?.getTime() === settings.endAt?.getTime()
  );
}

function changesOf(schedule: StoredSchedule, settings: ScheduleSettings): JsonObject {
  const payload: JsonObject = {};
  for (const field of ['name', 'cron', 'timeZone', 'overlap'] as const) {
    if (schedule[field] !== settings[field]) payload[field] = { from: schedule[field], to: settings[field] };
  }
  return payload;
}
