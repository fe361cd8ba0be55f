/** What a timetable would do, before anything is saved: the very instants that the planner would find. */
import { timetableBounds } from '#domain/bounds/timetable.ts';
import { done, type Outcome, refuse, refuseAll } from '#domain/refusal.ts';
import { unsupportedTiming } from '#domain/schedule/schedule.ts';
import { parseTimetable, type TimetableWarning } from '#domain/timetable/cron.ts';
import { describeTimetable } from '#domain/timetable/describe.ts';
import { previewInstants } from '#domain/timetable/preview.ts';
import { refuseUnless } from '#engine/access/access.ts';
import { inOwnTurn } from '#engine/store/batch/own-turn.ts';
import type { Context } from '#engine/store/context.ts';
import { transaction } from '#engine/store/transaction.ts';

export type PreviewScheduleInput = {
  cron: string;
  timeZone?: string | null;
  calendars?: readonly unknown[] | null;
  blackouts?: unknown;
  /** Instants strictly later than this; now unless given. */
  after?: Date | null;
};

export type SchedulePreview = {
  times: { at: Date; local: string; note: string | null }[];
  description: string;
  warnings: TimetableWarning[];
};

const countDefault = 5;

/** Previews the next instants. An `H` is refused here: its minute belongs to a schedule that does not exist yet. */
export async function previewSchedule(
  context: Context,
  input: PreviewScheduleInput,
  count: number = countDefault,
): Promise<Outcome<SchedulePreview>> {
  const forbidden = refuseUnless(context, 'read');
  if (forbidden !== undefined) return forbidden;
  if (!Number.isInteger(count) || count < 1 || count > timetableBounds.previewCountMax) {
    return refuse('BAD_INPUT', `count is a whole number from 1 to ${timetableBounds.previewCountMax}`, ['count']);
  }
  const unsupported = unsupportedTiming(input);
  if (unsupported.length > 0) return refuseAll(unsupported);
  if (input.after instanceof Date && Number.isNaN(input.after.getTime()))
    return refuse('BAD_INPUT', 'after is no instant', ['after']);
  const { now, timeZone } = await readTenant(context);
  const timetable = parseTimetable({ cron: input.cron, timeZone: input.timeZone ?? timeZone });
  if (!timetable.ok) return timetable;
  const instants = await inOwnTurn(() => previewInstants(timetable.value, (input.after ?? now).getTime(), count));
  return done({
    times: instants.map(({ atMs, local, note }) => ({ at: new Date(atMs), local, note })),
    description: describeTimetable(timetable.value),
    warnings: timetable.value.warnings,
  });
}

async function readTenant(context: Context): Promise<{ now: Date; timeZone: string }> {
  return await transaction(context.database, context.tenantId, async (tx) => {
    const tenant = await tx.client.tenant.findUnique({ where: { id: tx.tenantId }, select: { timeZone: true } });
    return { now: tx.now, timeZone: tenant?.timeZone ?? 'UTC' };
  });
}
