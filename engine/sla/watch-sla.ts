/**
 * One look of the SLA watch over the jobs of every tenant: a limit that broke since the last look becomes one alert,
 * and alerts whose work has started or settled are resolved. Nobody but this clock judges: a late worker cannot hide it.
 */

import { slaBounds } from '#domain/bounds/alert.ts';
import { alertSeverities, engineFault, kindOfBreach } from '#domain/sla/alert-kinds.ts';
import { type Breach, breaches, breachSentence, nextBreachAtMs, parseSla, type Sla } from '#domain/sla/sla.ts';
import { noId, publicId } from '#domain/value/ids.ts';
import type { Json } from '#domain/value/json.ts';
import { type EngineFault, raiseFaultAlerts } from '#engine/alert/fault-alerts.ts';
import { appendEvents, type NewEvent } from '#engine/event/append-events.ts';
import { eachApart, faultSentence, mayBeOfAnItem, unlessLeft } from '#engine/store/batch/apart.ts';
import type { Context } from '#engine/store/context.ts';
import type { Database } from '#engine/store/database.ts';
import { newId } from '#engine/store/id.ts';
import { arrayOf, uuidArray } from '#engine/store/sql/sql-arrays.ts';
import { type Transaction, transaction } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';

const alertsPerPassMax = 1_000;

/** Where the next look at open alerts goes on; null: at the beginning. */
export type AlertCursor = { tenantId: string; id: string } | null;

export type SlaWatch = { judged: number; raised: number; resolved: number; cursor: AlertCursor };

const actor = 'system:sla-watch';
type WatchedJob = {
  tenantId: string;
  id: string;
  taskName: string;
  dueAtMs: number;
  startedAtMs: number | null;
  finishedAtMs: number | null;
  runId: string | null;
  scheduleId: string | null;
  sla: Sla;
};
type Raising = { id: string; job: WatchedJob; breach: Breach };

/** Judges the jobs whose limit is due, and looks again at a page of open alerts. */
export async function watchSla(
  context: Pick<Context, 'database' | 'hints'>,
  cursor: AlertCursor = null,
): Promise<SlaWatch> {
  const watch = await watchTogetherOrApart(context.database, cursor);
  if (watch.raised + watch.resolved > 0) context.hints.send('news');
  return watch;
}

async function watchTogetherOrApart(database: Database, cursor: AlertCursor): Promise<SlaWatch> {
  try {
    return await transaction(database, '', async (tx) => ({
      ...(await judgeDue(tx)),
      ...(await resolveAlerts(tx, { cursor })),
    }));
  } catch (fault) {
    if (!mayBeOfAnItem(fault)) throw fault;
    const judged = await judgeApart(database);
    return { ...judged, ...(await resolveApart(database, cursor)) };
  }
}

type Judged = Pick<SlaWatch, 'judged' | 'raised'>;
type Named = { tenantId: string; id: string };

async function judgeApart(database: Database): Promise<Judged> {
  const due = await database.client.$queryRaw<Named[]>(Prisma.sql`/* find_sla_jobs */
    select tenant_id as "tenantId", id from jobs where sla_at <= now() order by sla_at limit ${slaBounds.breachesPerPassMax}`);
  const judged = unlessLeft(await eachApart(due, (only) => transaction(database, '', (tx) => judgeDue(tx, only))));
  const faulty = judged.poisoned.map(({ item, fault }) => ({ ...item, fault }));
  const dropped = unlessLeft(
    await eachApart(faulty, (part) => transaction(database, '', (tx) => dropPoisoned(tx, part))),
  );
  for (const { fault } of dropped.poisoned) throw fault;
  const results = [...judged.results, ...dropped.results];
  return {
    judged: results.reduce((sum, one) => sum + one.judged, 0),
    raised: results.reduce((sum, one) => sum + one.raised, 0),
  };
}

// Nobody looks at this job's limit again; an alert says so.
async function dropPoisoned(tx: Transaction, jobs: readonly (Named & { fault: unknown })[]): Promise<Judged> {
  await moveLooks(
    tx,
    jobs.map((job) => ({ ...job, at: 'null' })),
  );
  const alerts = jobs.map(({ tenantId, id, fault }): EngineFault => {
    return { tenantId, about: 'job', id, message: `its service level cannot be judged: ${faultSentence(fault)}` };
  });
  return { judged: jobs.length, raised: await raiseFaultAlerts(tx.client, alerts, actor) };
}

async function judgeDue(tx: Transaction, only?: readonly Named[]): Promise<Judged> {
  const jobs = await lockDueJobs(tx, only);
  return { judged: jobs.length, raised: jobs.length === 0 ? 0 : await judge(tx, jobs) };
}

// An alert that cannot be resolved stays open, for a person to close; the page after it is looked at all the same.
async function resolveApart(database: Database, cursor: AlertCursor): Promise<Pick<SlaWatch, 'resolved' | 'cursor'>> {
  const page = await findOpenAlerts(database, cursor);
  const { results } = unlessLeft(
    await eachApart(page, (only) => transaction(database, '', (tx) => resolveAlerts(tx, { cursor, only }))),
  );
  const last = page.at(-1);
  const isFull = page.length >= alertsPerPassMax;
  return {
    resolved: results.reduce((sum, one) => sum + one.resolved, 0),
    cursor: isFull && last !== undefined ? last : null,
  };
}

type Fields = [string, string, string, number, number | null, number | null, string | null, string | null, Json];

async function lockDueJobs(tx: Transaction, only?: readonly Named[]): Promise<WatchedJob[]> {
  const [row] = await tx.client.$queryRaw<{ jobs: string | null }[]>(Prisma.sql`/* lock_sla_jobs */
    with due as materialized (
      select tenant_id, id, task_id, task_version_id, due_at, started_at, finished_at, run_id, schedule_id
      from jobs
      where sla_at <= now() ${among(only)}
      order by sla_at
      limit ${slaBounds.breachesPerPassMax}
      for no key update skip locked
    )
    select json_agg(json_build_array(d.tenant_id, d.id, t.name, extract(epoch from d.due_at)::float8 * 1000,
      extract(epoch from d.started_at)::float8 * 1000, extract(epoch from d.finished_at)::float8 * 1000, d.run_id, d.schedule_id, v.sla))::text as jobs
    from due d
    join tasks t on t.tenant_id = d.tenant_id and t.id = d.task_id
    join task_versions v on v.tenant_id = d.tenant_id and v.id = d.task_version_id`);
  const rows: Fields[] = JSON.parse(row?.jobs ?? '[]');
  return rows.map(([tenantId, id, taskName, dueAtMs, startedAtMs, finishedAtMs, runId, scheduleId, sla]) => {
    const parsed = parseSla(sla);
    const instants = {
      dueAtMs: Math.round(dueAtMs),
      startedAtMs: roundOrNull(startedAtMs),
      finishedAtMs: roundOrNull(finishedAtMs),
    };
    return { tenantId, id, taskName, ...instants, runId, scheduleId, sla: parsed.ok ? parsed.value : {} };
  });
}

async function judge(tx: Transaction, jobs: WatchedJob[]): Promise<number> {
  const nowMs = tx.now.getTime();
  const broken = jobs.flatMap((job) =>
    breaches(job.sla, job, nowMs).map((breach): Raising => ({ id: newId(), job, breach })),
  );
  const raised = broken.length === 0 ? new Set<string>() : await insertAlerts(tx, broken);
  await appendEvents(tx, raisedEvents(broken.filter(({ id }) => raised.has(id))));
  await moveLooks(
    tx,
    jobs.map((job) => ({ ...job, at: nextLook(job, nowMs) })),
  );
  return raised.size;
}

async function moveLooks(tx: Transaction, jobs: readonly (Named & { at: string })[]): Promise<void> {
  await tx.client.$executeRaw(Prisma.sql`/* move_sla */
    update jobs j
    set sla_at = n.sla_at
    from unnest(
      ${uuidArray(jobs.map((job) => job.tenantId))}::text::uuid[],
      ${uuidArray(jobs.map((job) => job.id))}::text::uuid[],
      ${arrayOf(jobs.map((job) => job.at))}::text::timestamptz[]
    ) as n (tenant_id, id, sla_at)
    where j.tenant_id = n.tenant_id and j.id = n.id`);
}

/** A limit that is broken already needs no second look. */
function nextLook(job: WatchedJob, nowMs: number): string {
  const atMs = nextBreachAtMs(job.sla, job);
  return atMs === undefined || atMs < nowMs ? 'null' : new Date(atMs + 1).toISOString();
}

async function insertAlerts(tx: Transaction, broken: Raising[]): Promise<ReadonlySet<string>> {
  const rows = broken.map(({ id, job, breach }) => ({
    tenant_id: job.tenantId,
    id,
    kind: kindOfBreach(breach.kind),
    severity: alertSeverities[kindOfBreach(breach.kind)],
    message: messageOf(job, breach),
    subject_id: job.id,
    run_id: job.runId,
    schedule_id: job.scheduleId,
  }));
  const inserted = await tx.client.$queryRaw<{ id: string }[]>(Prisma.sql`/* raise_alerts */
    insert into alerts (tenant_id, id, kind, state, severity, message, subject_id, job_id, run_id, schedule_id, raised_at)
    select tenant_id, id, kind, 'OPEN', severity, message, subject_id, subject_id, run_id, schedule_id, now()
    from json_to_recordset(${JSON.stringify(rows)}::json) as a (tenant_id uuid, id uuid, kind text, severity text, message text, subject_id uuid,
      run_id uuid, schedule_id uuid)
    order by tenant_id, subject_id, kind
    on conflict do nothing
    returning id`);
  return new Set(inserted.map((row) => row.id));
}

function raisedEvents(raised: Raising[]): NewEvent[] {
  return raised.map(({ id, job, breach }) => ({
    tenantId: job.tenantId,
    type: 'alert.raised',
    entityIds: [id],
    to: 'OPEN',
    reason: kindOfBreach(breach.kind),
    actor,
    payloads: [
      {
        job: publicId('job', job.id),
        severity: alertSeverities[kindOfBreach(breach.kind)],
        message: messageOf(job, breach),
      },
    ],
  }));
}

type ResolvedAlert = { tenant_id: string; id: string; job_id: string };

// Breaches of a service level only: what the engine could not do is for a person to close, and what a rule raised for
// whoever watches for the rule.
function openAlertsAfter(cursor: AlertCursor, only?: readonly Named[]): Prisma.Sql {
  const after = cursor ?? { tenantId: noId, id: noId };
  return Prisma.sql`from alerts
      where state = 'OPEN' and kind <> ${engineFault} and rule_id is null and (tenant_id, id) > (${after.tenantId}::uuid, ${after.id}::uuid) ${among(only)}
      order by tenant_id, id
      limit ${alertsPerPassMax}`;
}

function among(only: readonly Named[] | undefined): Prisma.Sql {
  return only === undefined
    ? Prisma.empty
    : Prisma.sql`and id = any(${uuidArray(only.map(({ id }) => id))}::text::uuid[])`;
}

async function findOpenAlerts(database: Database, cursor: AlertCursor): Promise<Named[]> {
  return await database.client.$queryRaw<Named[]>(Prisma.sql`/* find_open_alerts */
    select tenant_id as "tenantId", id ${openAlertsAfter(cursor)}`);
}

/** Goes round the open alerts page by page, so that a thousand that stay open never hide one that is over. */
async function resolveAlerts(
  tx: Transaction,
  { cursor, only }: { cursor: AlertCursor; only?: readonly Named[] },
): Promise<{ resolved: number; cursor: AlertCursor }> {
  const [row] = await tx.client.$queryRaw<
    { seen: number; last: string | null; resolved: string | null }[]
  >(Prisma.sql`/* resolve_alerts */
    with page as materialized (
      select tenant_id, id, kind, job_id ${openAlertsAfter(cursor, only)}
      for no key update skip locked
    ),
    over as (
      select p.tenant_id, p.id
      from page p
      join jobs j on j.tenant_id = p.tenant_id and j.id = p.job_id
      where j.finished_at is not null or (p.kind = 'SLA_START_BY' and j.started_at is not null)
    ),
    moved as (
      update alerts a
      set state = 'RESOLVED', resolved_at = now()
      from over o
      where a.tenant_id = o.tenant_id and a.id = o.id and a.state = 'OPEN'
      returning a.tenant_id, a.id, a.job_id
    )
    select (select count(*)::int from page) as seen,
      (select json_build_object('tenantId', tenant_id, 'id', id)::text from page order by tenant_id desc, id desc limit 1) as last,
      (select json_agg(json_build_object('tenant_id', tenant_id, 'id', id, 'job_id', job_id))::text from moved) as resolved`);
  const resolved: ResolvedAlert[] = JSON.parse(row?.resolved ?? '[]');
  await appendEvents(tx, resolvedEvents(resolved));
  const last: AlertCursor = row === undefined || row.seen < alertsPerPassMax ? null : JSON.parse(row.last ?? 'null');
  return { resolved: resolved.length, cursor: last };
}

function resolvedEvents(resolved: ResolvedAlert[]): NewEvent[] {
  return resolved.map((alert) => ({
    tenantId: alert.tenant_id,
    type: 'alert.resolved',
    entityIds: [alert.id],
    from: 'OPEN',
    to: 'RESOLVED',
    actor,
    payloads: [{ job: publicId('job', alert.job_id) }],
  }));
}

function messageOf(job: WatchedJob, breach: Breach): string {
  return `${job.taskName}: ${breachSentence(breach)}`;
}

function roundOrNull(ms: number | null): number | null {
  return ms === null ? null : Math.round(ms);
}
