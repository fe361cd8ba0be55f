/** Ends waits whose time or whose signal has come, run by run, under the locks that everybody takes who moves steps. */
import { runBounds } from '#domain/bounds/run.ts';
import { stepBounds } from '#domain/bounds/step.ts';
import { engineFault } from '#domain/sla/alert-kinds.ts';
import { endOfSignal, endOfTime } from '#domain/step/decision.ts';
import type { Json } from '#domain/value/json.ts';
import { advanceRuns } from '#engine/run/advance/advance-runs.ts';
import { failRuns } from '#engine/run/advance/fail-runs.ts';
import { lockRuns } from '#engine/run/advance/lock-runs.ts';
import { settleWaits, type WaitEnd } from '#engine/run/advance/settle-waits.ts';
import { eachApart, faultSentence, unlessLeft } from '#engine/store/batch/apart.ts';
import type { Database, Statements } from '#engine/store/database.ts';
import { uuidArray } from '#engine/store/sql/sql-arrays.ts';
import { dutyTransaction } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';

type Run = { tenantId: string; runId: string };

/** `stopped`: running jobs were cancelled by what followed. `nextMs`: until the next one is due; undefined when none is. */
export type ClosedWaits = { closed: number; stopped: boolean; isMore: boolean; nextMs: number | undefined };

const actor = 'system:waits';

/** One pass. Of a paused run nothing is taken before it is resumed. */
export async function closeDueWaits(database: Database): Promise<ClosedWaits> {
  const runs = await findRuns(database);
  const { results, poisoned } = unlessLeft(await eachApart(runs, (part) => closeOf(database, part)));
  const stuck = poisoned.map(({ item, fault }) => {
    const reason = `the run could not go on: ${faultSentence(fault)}`;
    return { ...item, reasonCode: engineFault, reason, fault: reason };
  });
  const ended = await failRuns(database, stuck, actor);
  for (const one of ended.poisoned) throw one.fault;
  return {
    closed: results.reduce((sum, { closed }) => sum + closed, 0),
    stopped: ended.failed > 0 || results.some(({ stopped }) => stopped),
    isMore: runs.length === stepBounds.closedPerPassMax,
    nextMs: await untilNext(database),
  };
}

async function findRuns({ client }: Database): Promise<Run[]> {
  return await client.$queryRaw<Run[]>(Prisma.sql`/* find_due_waits */
    select s.tenant_id as "tenantId", s.run_id as "runId"
    from run_steps s
    join runs r on r.tenant_id = s.tenant_id and r.id = s.run_id
    where s.look_at is not null and s.look_at <= now() and s.kind <> 'WORKFLOW' and r.state = 'RUNNING'
    group by 1, 2
    order by min(s.look_at)
    limit ${stepBounds.closedPerPassMax}`);
}

async function untilNext({ client }: Database): Promise<number | undefined> {
  const [row] = await client.$queryRaw<{ ms: number }[]>(Prisma.sql`/* find_next_wait */
    select ceil(extract(epoch from look_at - now()) * 1000)::float8 as ms from run_steps where look_at > now() and kind <> 'WORKFLOW' order by look_at limit 1`);
  return row?.ms;
}

type DueRow = Run & { step: number; kind: 'WAIT' | 'APPROVAL'; signal: string | null; isOver: boolean };

async function closeOf(database: Database, part: readonly Run[]): Promise<{ closed: number; stopped: boolean }> {
  return await dutyTransaction(database, async (client) => {
    const free = await skipLocked(client, part);
    const runs = (await lockRuns(client, free)).filter(({ state }) => state === 'RUNNING');
    const ends = await endsOf(
      client,
      runs.map(({ tenantId, id: runId }) => ({ tenantId, runId })),
    );
    const [first] = runs;
    if (first === undefined || ends.length === 0) return { closed: 0, stopped: false };
    const moves = Map.groupBy(await settleWaits(client, ends), ({ runId }) => runId);
    const advancing = runs.flatMap((run) => {
      const own = moves.get(run.id);
      return own === undefined ? [] : [{ run, moves: own }];
    });
    const now = first.lockedAt;
    const { stopped } = await advanceRuns(client, { now, actor, runs: advancing, costMax: runBounds.passCostMax });
    return { closed: ends.length, stopped };
  });
}

// A run that somebody else moves just now is come back to.
async function skipLocked(client: Statements, runs: readonly Run[]): Promise<Run[]> {
  return await client.$queryRaw<Run[]>(Prisma.sql`/* take_due_runs */
    select r.tenant_id as "tenantId", r.id as "runId"
    from unnest(${uuidArray(runs.map(({ tenantId }) => tenantId))}::text::uuid[], ${uuidArray(runs.map(({ runId }) => runId))}::text::uuid[]) as w (tenant_id, id)
    join runs r on r.tenant_id = w.tenant_id and r.id = w.id
    order by r.id
    for update of r skip locked`);
}

/** A signal that is there counts, even where the time is over as well: it came first. */
async function endsOf(client: Statements, runs: readonly Run[]): Promise<WaitEnd[]> {
  const due = await client.$queryRaw<DueRow[]>(Prisma.sql`/* read_due_waits */
    select s.tenant_id as "tenantId", s.run_id as "runId", s.step, s.kind, s.signal, coalesce(s.due_at <= now(), false) as "isOver"
    from unnest(${uuidArray(runs.map(({ tenantId }) => tenantId))}::text::uuid[], ${uuidArray(runs.map(({ runId }) => runId))}::text::uuid[]) as w (tenant_id, run_id)
    join run_steps s on s.tenant_id = w.tenant_id and s.run_id = w.run_id
    where s.look_at <= now() and s.state = 'PENDING' and s.kind <> 'WORKFLOW'
    order by s.run_id, s.opened_at, s.step`);
  const taken = await takeSignals(client, due);
  const ends: WaitEnd[] = [];
  const waiting: DueRow[] = [];
  for (const one of due) {
    const { tenantId, runId, step } = one;
    const signal = taken.get(`${runId} ${step}`);
    const place = { tenantId, runId, step, decidedBy: signal?.sentBy ?? null };
    if (signal !== undefined) ends.push({ ...place, end: endOfSignal(signal.payload) });
    else if (one.isOver) ends.push({ ...place, end: endOfTime(one) });
    else waiting.push(one);
  }
  await waitOn(client, waiting);
  return ends;
}

type Taken = { runId: string; step: number; payload: Json; sentBy: string };

/** Of the signals of one name that a run keeps, the first goes to the step that waits longest, the next to the next. */
async function takeSignals(client: Statements, due: readonly DueRow[]): Promise<Map<string, Taken>> {
  const asking = due.flatMap(({ signal, ...rest }) => (signal === null ? [] : [{ ...rest, signal }]));
  if (asking.length === 0) return new Map();
  const taken = await client.$queryRaw<Taken[]>(Prisma.sql`/* take_signals */
    with asking as materialized (
      select w.*, row_number() over (partition by tenant_id, run_id, name order by place) as nth
      from unnest(${uuidArray(asking.map(({ tenantId }) => tenantId))}::text::uuid[], ${uuidArray(asking.map(({ runId }) => runId))}::text::uuid[],
        ${asking.map(({ step }) => step)}::int[], ${asking.map(({ signal }) => signal)}::text[]) with ordinality as w (tenant_id, run_id, step, name, place)
    ),
    kept as materialized (
      select g.tenant_id, g.run_id, g.id, g.name, row_number() over (partition by g.tenant_id, g.run_id, g.name order by g.id) as nth
      from (select distinct tenant_id, run_id from asking) a
      join run_signals g on g.tenant_id = a.tenant_id and g.run_id = a.run_id
    ),
    paired as materialized (
      select k.tenant_id, k.run_id, k.id, a.step
      from kept k
      join asking a on a.tenant_id = k.tenant_id and a.run_id = k.run_id and a.name = k.name and a.nth = k.nth
    )
    delete from run_signals g
    using paired p
    where g.tenant_id = p.tenant_id and g.run_id = p.run_id and g.id = p.id
    returning p.run_id as "runId", p.step, g.payload, g.sent_by as "sentBy"`);
  return new Map(taken.map((one) => [`${one.runId} ${one.step}`, one]));
}

// Their signal was taken by a step that waited longer.
async function waitOn(client: Statements, waiting: readonly DueRow[]): Promise<void> {
  if (waiting.length === 0) return;
  await client.$executeRaw(Prisma.sql`/* wait_on */
    update run_steps s
    set look_at = s.due_at
    from unnest(${uuidArray(waiting.map(({ tenantId }) => tenantId))}::text::uuid[], ${uuidArray(waiting.map(({ runId }) => runId))}::text::uuid[],
      ${waiting.map(({ step }) => step)}::int[]) as w (tenant_id, run_id, step)
    where s.tenant_id = w.tenant_id and s.run_id = w.run_id and s.step = w.step and s.state = 'PENDING'`);
}
