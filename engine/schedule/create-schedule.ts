/** Makes a schedule, complete or not at all. */
import { done, type Outcome, refuse } from '#domain/refusal.ts';
import { firstInstant, parseSchedule, type ScheduleInput, type ScheduleSettings } from '#domain/schedule/schedule.ts';
import { refuseUnless } from '#engine/access/access.ts';
import { appendEvents } from '#engine/event/append-events.ts';
import { hintedCommand } from '#engine/store/command.ts';
import { actorName, type Context } from '#engine/store/context.ts';
import { newId } from '#engine/store/id.ts';
import type { Transaction } from '#engine/store/transaction.ts';
import { takeScheduleName } from './schedule-name.ts';
import { findTarget } from './schedule-target.ts';

export type CreateScheduleInput = ScheduleInput & { paused?: boolean | null };

/** Creates the schedule. It fires at the first instant after now, or none while paused. */
export async function createSchedule(context: Context, input: CreateScheduleInput): Promise<Outcome<{ id: string }>> {
  const forbidden = refuseUnless(context, 'schedule.edit');
  if (forbidden !== undefined) return forbidden;
  const id = newId();
  return await hintedCommand(context, ['plan', 'news'], async (tx) => {
    const tenant = await tx.client.tenant.findUnique({ where: { id: tx.tenantId }, select: { timeZone: true } });
    const settings = parseSchedule(input, { id, timeZone: tenant?.timeZone ?? 'UTC' });
    if (!settings.ok) return settings;
    return await store(tx, {
      id,
      settings: settings.value,
      isPaused: input.paused === true,
      actor: actorName(context.actor),
    });
  });
}

type Creation = { id: string; settings: ScheduleSettings; isPaused: boolean; actor: string };

async function store(tx: Transaction, { id, settings, isPaused, actor }: Creation): Promise<Outcome<{ id: string }>> {
  const { name, cron, timeZone, params, overlap, catchUp, startAt, endAt } = settings;
  const target = await findTarget(tx, { target: settings.target, params });
  if (!target.ok) return target;
  const nextAt = firstInstant(settings, tx.now.getTime());
  if (nextAt === undefined) return refuse('BAD_INPUT', 'it would end before its first instant', ['endAt']);
  const named = await takeScheduleName(tx, { id, name });
  if (!named.ok) return named;
  const state = isPaused ? 'PAUSED' : 'ACTIVE';
  await tx.client.schedule.create({
    data: {
      tenantId: tx.tenantId,
      id,
      name,
      cron,
      timeZone,
      state,
      ...target.value,
      params,
      overlap,
      catchUp: catchUp.policy,
      catchUpWindowMs: catchUp.windowMs,
      startAt,
      endAt,
      nextAt: isPaused ? null : nextAt,
      createdBy: actor,
      createdAt: tx.now,
      updatedAt: tx.now,
    },
  });
  await appendEvents(tx, [{ type: 'schedule.created', entityIds: [id], to: state, actor }]);
  return done({ id });
}
