/** Schedules, the newest first, and the ticks they made. */

import { pageBounds } from '#domain/bounds/page.ts';
import { queryBounds } from '#domain/bounds/query.ts';
import type { ScheduleState, TickOutcome } from '#domain/machines.ts';
import { done, type Outcome, refuse, refuseAll } from '#domain/refusal.ts';
import { checkText } from '#domain/value/input-checks.ts';
import type { Json } from '#domain/value/json.ts';
import { refuseUnless } from '#engine/access/access.ts';
import { type Connection, readConnection } from '#engine/event/connection.ts';
import { type Pause, pauseOf } from '#engine/queue/pause.ts';
import type { Context } from '#engine/store/context.ts';
import { allOrNone, type Sized, upToBound } from '#engine/store/reading/large-values.ts';
import { likeText } from '#engine/store/reading/like-text.ts';
import { loadByKey } from '#engine/store/reading/loading.ts';
import { type PageRequest, readPage } from '#engine/store/reading/page.ts';
import { storedJson } from '#engine/store/sql/stored-json.ts';
import { transaction } from '#engine/store/transaction.ts';
import { Prisma, type Schedule } from '#prisma/generated/client.ts';

/** A schedule; one of `taskId` and `workflowId` is set. */
export type ScheduleRow = {
  id: string;
  name: string;
  cron: string;
  timeZone: string;
  state: ScheduleState;
  taskId: string | null;
  workflowId: string | null;
  overlap: string;
  catchUp: { policy: string; windowMs: number };
  startAt: Date | null;
  endAt: Date | null;
  nextAt: Date | null;
  /** Null unless it is PAUSED. */
  pause: Pause | null;
  createdBy: string;
  createdAt: Date;
  updatedAt: Date;
};

/** One instant of a schedule and what became of it. */
export type TickRow = {
  scheduleId: string;
  scheduledFor: Date;
  firedAt: Date;
  outcome: TickOutcome;
  reasonCode: string | null;
  reason: string | null;
  manual: boolean;
  jobId: string | null;
  runId: string | null;
};

/** Which schedules to list; `ids` are bare uuids, `task` and `workflow` are names, `query` is part of the schedule's own. Null means absent. */
export type ScheduleFilter = {
  ids?: readonly string[] | null;
  states?: readonly ScheduleState[] | null;
  task?: string | null;
  workflow?: string | null;
  query?: string | null;
};

/** A page of the schedules that match. */
export async function listSchedules(
  context: Context,
  request: PageRequest & { filter?: ScheduleFilter | null },
): Promise<Outcome<Connection<ScheduleRow>>> {
  const refused = refuseUnless(context, 'read');
  if (refused !== undefined) return refused;
  const page = readPage(request);
  if (!page.ok) return page;
  const filter = request.filter ?? {};
  const unfit = checkText({ value: filter.query, path: ['filter', 'query'], lengthMax: queryBounds.queryLengthMax });
  if (unfit.length > 0) return refuseAll(unfit);
  if ((filter.ids?.length ?? 0) > pageBounds.idsPerFilterMax) {
    return refuse('TOO_LARGE', `a filter names at most ${pageBounds.idsPerFilterMax} schedules by id`, [
      'filter',
      'ids',
    ]);
  }
  return await transaction(context.database, context.tenantId, async (tx) => {
    const { client, tenantId } = tx;
    const task = await idOf(filter.task, (name) =>
      client.task.findUnique({ where: { tenantId_name: { tenantId, name } }, select: { id: true } }),
    );
    const workflow = await idOf(filter.workflow, (name) =>
      client.workflow.findUnique({ where: { tenantId_name: { tenantId, name } }, select: { id: true } }),
    );
    const isNone = task === null || workflow === null;
    const where: Prisma.ScheduleWhereInput = {
      tenantId,
      ...(filter.ids === undefined || filter.ids === null ? {} : { id: { in: [...filter.ids] } }),
      ...(filter.states === undefined || filter.states === null ? {} : { state: { in: [...filter.states] } }),
      ...(task === undefined || task === null ? {} : { taskId: task }),
      ...(workflow === undefined || workflow === null ? {} : { workflowId: workflow }),
      ...(filter.query === undefined || filter.query === null
        ? {}
        : { name: { contains: likeText(filter.query), mode: 'insensitive' } }),
    };
    const connection = await readConnection(tx, page.value, {
      read: async ({ after, take }) => {
        if (isNone) return [];
        const narrower = after === undefined ? where : { AND: [where, { id: { lt: after } }] };
        const page = await client.schedule.findMany({ where: narrower, omit: large, orderBy: { id: 'desc' }, take });
        return page.map(scheduleRow);
      },
      count: (take) => client.schedule.count({ where, take }),
      keyOf: (schedule) => schedule.id,
    });
    return done(connection);
  });
}

/** One schedule; undefined when this tenant has none of this id. */
export async function getSchedule(context: Context, input: { id: string }): Promise<Outcome<ScheduleRow | undefined>> {
  const refused = refuseUnless(context, 'read');
  if (refused !== undefined) return refused;
  const schedules = await loadSchedules(context, [input.id]);
  return done(schedules.get(input.id));
}

/** Schedules by id. */
export async function loadSchedules(context: Context, ids: readonly string[]): Promise<Map<string, ScheduleRow>> {
  return await loadByKey(context, ids, {
    read: async ({ client, tenantId }, wanted) =>
      (await client.schedule.findMany({ where: { tenantId, id: { in: wanted } }, omit: large })).map(scheduleRow),
    keyOf: (schedule) => schedule.id,
  });
}

/** The params or variables of schedules, by schedule id. */
export async function loadScheduleParams(
  context: Context,
  ids: readonly string[],
): Promise<Outcome<Map<string, Json>>> {
  const rows = await loadByKey(context, ids, {
    read: ({ client, tenantId }, wanted) =>
      client.$queryRaw<(Sized & { id: string; params: unknown })[]>(
        upToBound(
          'load_schedule_params',
          ['params'],
          Prisma.sql`
            select id, params, octet_length(params::text) as size
            from schedules
            where tenant_id = ${tenantId}::uuid and id = any(${wanted}::uuid[])`,
        ),
      ),
    keyOf: (schedule) => schedule.id,
  });
  const loaded = allOrNone(rows, 'the params of the schedules');
  return loaded.ok ? done(new Map([...loaded.value].map(([id, row]) => [id, storedJson(row.params)]))) : loaded;
}

/** A page of the ticks of one schedule, the latest first; it has neither a count nor a place of the event log. */
export async function listTicks(
  context: Context,
  request: PageRequest & { scheduleId: string; outcomes?: readonly TickOutcome[] | null },
): Promise<Outcome<Pick<Connection<TickRow>, 'nodes' | 'cursors' | 'hasNextPage' | 'endCursor'>>> {
  const refused = refuseUnless(context, 'read');
  if (refused !== undefined) return refused;
  const page = readPage({ ...request, withCount: false }, /^\d{1,16}$/);
  if (!page.ok) return page;
  const { outcomes = null } = request;
  return await transaction(context.database, context.tenantId, async (tx) => {
    const connection = await readConnection(tx, page.value, {
      read: ({ after, take }) =>
        tx.client.tick.findMany({
          where: {
            tenantId: tx.tenantId,
            scheduleId: request.scheduleId,
            ...(outcomes === null ? {} : { outcome: { in: [...outcomes] } }),
            ...(after === undefined ? {} : { scheduledFor: { lt: new Date(Number(after)) } }),
          },
          omit: { tenantId: true },
          orderBy: { scheduledFor: 'desc' },
          take,
        }),
      count: async () => 0,
      keyOf: (tick) => String(tick.scheduledFor.getTime()),
    });
    return done(connection);
  });
}

/** The latest ticks of several schedules, at most `first` of each, the latest first. */
export async function loadLatestTicks(
  context: Context,
  scheduleIds: readonly string[],
  first: number,
): Promise<Map<string, TickRow[]>> {
  const ticks = new Map<string, TickRow[]>(scheduleIds.map((id) => [id, []]));
  if (scheduleIds.length === 0) return ticks;
  const rows = await transaction(context.database, context.tenantId, (tx) =>
    tx.client.$queryRaw<TickRow[]>(Prisma.sql`/* load_latest_ticks */
      select t.*
      from unnest(${[...ticks.keys()]}::uuid[]) as s (id)
      cross join lateral (
        select schedule_id as "scheduleId", scheduled_for as "scheduledFor", fired_at as "firedAt", outcome::text as outcome,
          reason_code as "reasonCode", reason, manual, job_id as "jobId", run_id as "runId"
        from ticks
        where tenant_id = ${tx.tenantId}::uuid and schedule_id = s.id
        order by scheduled_for desc
        limit ${Math.min(first, pageBounds.pageSizeMax)}
      ) t`),
  );
  for (const tick of rows) ticks.get(tick.scheduleId)?.push(tick);
  return ticks;
}

// Undefined when no name is asked for, null when nothing has this name.
async function idOf(
  name: string | null | undefined,
  find: (name: string) => Promise<{ id: string } | null>,
): Promise<string | null | undefined> {
  if (name === undefined || name === null) return undefined;
  return (await find(name))?.id ?? null;
}

// Up to 256 KiB each: read for those who ask.
const large = { params: true } as const;

function scheduleRow(stored: Omit<Schedule, 'params'>): ScheduleRow {
  const { tenantId, catchUp, catchUpWindowMs, pausedAt, pausedBy, pausedReason, ...schedule } = stored;
  return {
    ...schedule,
    catchUp: { policy: catchUp, windowMs: Number(catchUpWindowMs) },
    pause: pauseOf(schedule.state === 'PAUSED', { pausedAt, pausedBy, pausedReason }),
  };
}
