/**
 * Resumes paused schedules. What passed during the pause becomes MISSED, with the pause as the reason; a schedule that
 * catches up the last instant hands that one to the planner, which fires it under the usual rules.
 */
import { scheduleMoves, sourcesOf } from '#domain/machines.ts';
import { done, type Outcome, type Refusal, refuseAll } from '#domain/refusal.ts';
import { firstInstant } from '#domain/schedule/schedule.ts';
import { refuseUnless } from '#engine/access/access.ts';
import { appendEvents } from '#engine/event/append-events.ts';
import { recordUnplanned } from '#engine/schedule/plan/unplanned-instants.ts';
import { hintedCommand } from '#engine/store/command.ts';
import { actorName, type Context } from '#engine/store/context.ts';
import { arrayOf, uuidArray } from '#engine/store/sql/sql-arrays.ts';
import type { Transaction } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';
import {
  lastUnplannedInstant,
  lockSchedules,
  readPolicies,
  readTimetable,
  refuseEnded,
  type StoredSchedule,
  timetableOf,
} from './schedules.ts';

type Resumed = { id: string; caughtUpMs: number | undefined; nextAt: Date | undefined };

/** Resumes every schedule of the list or none; those already active stay as they are. One whose end has passed ends. */
export async function resumeSchedules(
  context: Context,
  input: { ids: readonly string[] },
): Promise<Outcome<{ ids: string[] }>> {
  const forbidden = refuseUnless(context, 'schedule.operate');
  if (forbidden !== undefined) return forbidden;
  const actor = actorName(context.actor);
  return await hintedCommand(context, ['plan', 'news'], async (tx) => {
    const locked = await lockSchedules(tx, input.ids, (n) => ['ids', String(n)]);
    if (!locked.ok) return locked;
    const ended = refuseEnded(locked.value, input.ids);
    if (ended !== undefined) return ended;
    const paused = locked.value.filter((schedule) => schedule.state === 'PAUSED');
    const unreadable = refuseUnreadable(paused, input.ids);
    if (unreadable.length > 0) return refuseAll(unreadable);
    const resumed = paused.map((schedule) => resume(schedule, tx.now));
    const exceptMs = new Map(
      resumed.flatMap(({ id, caughtUpMs }) => (caughtUpMs === undefined ? [] : [[id, caughtUpMs] as const])),
    );
    await recordUnplanned(tx, paused, { why: 'PAUSED', actor, exceptMs });
    await store(tx, resumed, actor);
    return done({ ids: [...input.ids] });
  });
}

function refuseUnreadable(paused: readonly StoredSchedule[], ids: readonly string[]): Refusal[] {
  return paused
    .filter((schedule) => readTimetable(schedule) === undefined)
    .map(({ id, name, cron }) => ({
      code: 'ILLEGAL_TRANSITION',
      message: `the timetable "${cron}" of "${name}" cannot be read: change it first`,
      path: ['ids', String(ids.indexOf(id))],
    }));
}

function resume(schedule: StoredSchedule, now: Date): Resumed {
  const { id } = schedule;
  const { catchUp } = readPolicies(schedule);
  const lastMs = catchUp.policy === 'LAST' ? lastUnplannedInstant(schedule, now) : undefined;
  const caughtUpMs = lastMs !== undefined && now.getTime() - lastMs <= catchUp.windowMs ? lastMs : undefined;
  const nextAt =
    caughtUpMs === undefined
      ? firstInstant({ ...schedule, timetable: timetableOf(schedule) }, now.getTime())
      : new Date(caughtUpMs);
  return { id, caughtUpMs, nextAt };
}

async function store(tx: Transaction, resumed: Resumed[], actor: string): Promise<void> {
  if (resumed.length === 0) return;
  // Without a next instant its end has passed.
  const [going, over] = [
    resumed.filter((one) => one.nextAt !== undefined),
    resumed.filter((one) => one.nextAt === undefined),
  ];
  await tx.client.$executeRaw(Prisma.sql`/* resume_schedules */
    update schedules s
    set state = r.state, next_at = r.next_at, updated_at = now()
    from unnest(
      ${uuidArray(resumed.map((one) => one.id))}::text::uuid[],
      ${arrayOf(resumed.map((one) => (one.nextAt === undefined ? 'ENDED' : 'ACTIVE')))}::text::schedule_state[],
      ${arrayOf(resumed.map((one) => one.nextAt?.toISOString() ?? 'null'))}::text::timestamptz[]
    ) as r (id, state, next_at)
    where s.tenant_id = ${tx.tenantId}::uuid and s.id = r.id and s.state = any(${arrayOf(sourcesOf(scheduleMoves, 'ACTIVE'))}::text::schedule_state[])`);
  const ids = (ones: Resumed[]) => ones.map((one) => one.id);
  if (going.length > 0)
    await appendEvents(tx, [{ type: 'schedule.resumed', entityIds: ids(going), from: 'PAUSED', to: 'ACTIVE', actor }]);
  if (over.length > 0)
    await appendEvents(tx, [
      { type: 'schedule.ended', entityIds: ids(over), from: 'PAUSED', to: 'ENDED', reason: 'END_REACHED', actor },
    ]);
}
