/** The timeline of the fleet: what ran in a window, row by row, and what its schedules will fire in the rest of it. */
import { timelineBounds } from '#domain/bounds/timeline.ts';
import { done, type Outcome, refuse } from '#domain/refusal.ts';
import { readFleetWindow } from '#domain/timeline/fleet-window.ts';
import { refuseUnless } from '#engine/access/access.ts';
import { eventCursorNow } from '#engine/event/read-events.ts';
import type { Context } from '#engine/store/context.ts';
import { cursorOfKey, readPage } from '#engine/store/reading/page.ts';
import { transaction } from '#engine/store/transaction.ts';
import { type FleetPlans, planFleet, readPlannedSchedules } from './fleet-plans.ts';
import { type FleetPlace, type FleetRowHead, type FleetRowKind, readFleetHeads } from './fleet-rows.ts';
import { type FleetWork, readFleetWork } from './fleet-work.ts';
import { readWorkerWork } from './fleet-workers.ts';

export type FleetRow = FleetRowHead & FleetWork & FleetPlans & { kind: FleetRowKind };

/** A page of rows, with what the window was read as. */
export type FleetTimeline = {
  from: Date;
  to: Date;
  now: Date;
  partMs: number;
  nodes: FleetRow[];
  cursors: string[];
  hasNextPage: boolean;
  endCursor: string | null;
  totalCount: number;
  eventCursor: string;
};

export type FleetTimelineRequest = {
  by: FleetRowKind;
  from: Date;
  to: Date;
  first?: number | null;
  after?: string | null;
};

const noPlans: FleetPlans = { planned: [], isCut: false };
const noWork: FleetWork = { bars: [], parts: [], isExact: true };

/** Reads a page of the timeline. */
export async function readFleetTimeline(
  context: Context,
  request: FleetTimelineRequest,
): Promise<Outcome<FleetTimeline>> {
  const refused = refuseUnless(context, 'read');
  if (refused !== undefined) return refused;
  const { by: kind, first, after } = request;
  const page = readPage({ first: first ?? timelineBounds.rowsDefault, after: after ?? null }, /^[01] ./s);
  if (!page.ok) return page;
  if (page.value.first > timelineBounds.rowsMax)
    return refuse('BAD_INPUT', `first is a whole number from 1 to ${timelineBounds.rowsMax}`, ['first']);
  const { now, eventCursor } = await transaction(context.database, context.tenantId, async (tx) => ({
    now: tx.now,
    eventCursor: await eventCursorNow(tx.client),
  }));
  const window = readFleetWindow(request, now.getTime());
  if (!window.ok) return window;
  const take = page.value.first + 1;
  const heads = await readFleetHeads(context, { kind, window: window.value, after: placeOf(page.value.after), take });
  if (!heads.ok) return heads;
  const rows = heads.value.rows.slice(0, page.value.first);
  const ids = rows.map(({ id }) => id);
  const { work, schedules } = await transaction(context.database, context.tenantId, async (tx) => {
    if (kind === 'WORKER') return { work: await readWorkerWork(tx, { ids, window: window.value }), schedules: [] };
    const asked = { kind, ids, window: window.value };
    return { work: await readFleetWork(tx, asked), schedules: await readPlannedSchedules(tx, asked) };
  });
  const plans = await planFleet(schedules, window.value);
  const cursors = rows.map(({ isActive, name }) => cursorOfKey(`${isActive ? 0 : 1} ${name}`));
  return done({
    from: request.from,
    to: request.to,
    now,
    partMs: window.value.partMs,
    nodes: rows.map((row) => ({ kind, ...row, ...(work.get(row.id) ?? noWork), ...(plans.get(row.id) ?? noPlans) })),
    cursors,
    hasNextPage: heads.value.rows.length > rows.length,
    endCursor: cursors.at(-1) ?? null,
    totalCount: heads.value.total,
    eventCursor,
  });
}

function placeOf(key: string | undefined): FleetPlace | undefined {
  return key === undefined ? undefined : { isActive: key.startsWith('0'), name: key.slice(2) };
}
