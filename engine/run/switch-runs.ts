/** Switches runs between RUNNING and PAUSED, with their events. The caller holds their rows. */

import { type RunState, runMoves, sourcesOf } from '#domain/machines.ts';
import { sayCount } from '#domain/value/say-count.ts';
import { appendEvents } from '#engine/event/append-events.ts';
import { rankAside, rankInLine } from '#engine/queue/place-in-line.ts';
import type { LockedRun } from '#engine/run/advance/lock-runs.ts';
import type { Statements } from '#engine/store/database.ts';
import { arrayOf, uuidArray } from '#engine/store/sql/sql-arrays.ts';
import { Prisma } from '#prisma/generated/client.ts';

const types = { PAUSED: 'run.paused', RUNNING: 'run.resumed' } as const;

/** A run of the transaction's tenant, of which no more need be known. */
type Switched = Pick<LockedRun, 'tenantId' | 'id' | 'state' | 'eventSeq'>;

type Switch = { to: Extract<RunState, 'PAUSED' | 'RUNNING'>; actor: string; reason: string; code?: string };

/** The runs as they are then. A paused one says why; one that runs has nothing to explain. */
export async function switchRuns<Run extends Switched>(
  client: Statements,
  runs: readonly Run[],
  { to, actor, reason, code = 'PAUSED' }: Switch,
): Promise<Run[]> {
  const [first] = runs;
  if (first === undefined) return [];
  const { tenantId } = first;
  await appendEvents(
    { client, tenantId },
    runs.map(({ id, state, eventSeq }) => ({
      type: types[to],
      from: state,
      to,
      reason,
      actor,
      entityIds: [id],
      runId: id,
      seq: eventSeq + 1,
    })),
  );
  const why = to === 'PAUSED' ? { code, message: reason } : { code: null, message: null };
  const count = await client.$executeRaw(Prisma.sql`/* switch_runs */
    update runs r
    set state = ${to}::text::run_state, event_seq = r.event_seq + 1, reason_code = ${why.code}, reason = ${why.message}
    from unnest(${uuidArray(runs.map(({ id }) => id))}::text::uuid[]) as w (id)
    where r.tenant_id = ${tenantId}::uuid and r.id = w.id and r.state = any(${arrayOf(sourcesOf(runMoves, to))}::text::run_state[])`);
  if (count !== runs.length)
    throw new Error(`broken invariant: ${sayCount(runs.length, 'run')} locked, ${count} were switched`);
  await standAside(client, runs, to === 'PAUSED');
  await lookAtChildren(client, runs);
  await lookAway(client, runs, to === 'PAUSED');
  return runs.map((run) => ({ ...run, state: to, eventSeq: run.eventSeq + 1 }));
}

// The runs that its steps started follow it.
async function lookAtChildren(client: Statements, runs: readonly Switched[]): Promise<void> {
  await client.$executeRaw(Prisma.sql`/* look_at_children */
    update run_steps s
    set look_at = clock_timestamp()
    from unnest(${uuidArray(runs.map(({ tenantId }) => tenantId))}::text::uuid[], ${uuidArray(runs.map(({ id }) => id))}::text::uuid[]) as w (tenant_id, run_id)
    where s.tenant_id = w.tenant_id and s.run_id = w.run_id and s.kind = 'WORKFLOW' and s.state = 'RUNNING'`);
}

// What a paused run has ready steps out of the line meanwhile: nobody who takes the next of the line comes across it.
async function standAside(client: Statements, runs: readonly Switched[], isAside: boolean): Promise<void> {
  const [first] = runs;
  if (first === undefined) return;
  const change = isAside
    ? Prisma.sql`gate_id = j.run_id, rank = ${rankAside}`
    : Prisma.sql`gate_id = null, rank = ${rankInLine}`;
  await client.$executeRaw(Prisma.sql`/* step_aside */
    update jobs j
    set ${change}
    where j.tenant_id = ${first.tenantId}::uuid and j.id in (
      select o.id
      from unnest(${uuidArray(runs.map(({ id }) => id))}::text::uuid[]) as w (id)
      join jobs o on o.tenant_id = ${first.tenantId}::uuid and o.run_id = w.id
      where o.state = 'PENDING' and ${isAside ? Prisma.sql`o.gate_id is null` : Prisma.sql`o.gate_id = o.run_id`}
      order by o.id
      for update of o
    )`);
}

// Nor does who looks for waits whose time has come; after the pause all that was to be looked at is.
async function lookAway(client: Statements, runs: readonly Switched[], isAside: boolean): Promise<void> {
  const [first] = runs;
  if (first === undefined) return;
  const lookAt = isAside
    ? Prisma.sql`null`
    : Prisma.sql`case
        when (
          select true from run_signals g where g.tenant_id = s.tenant_id and g.run_id = s.run_id and g.name = s.signal limit 1
        ) then now() else s.due_at
      end`;
  await client.$executeRaw(Prisma.sql`/* look_away */
    update run_steps s
    set look_at = ${lookAt}
    from unnest(${uuidArray(runs.map(({ id }) => id))}::text::uuid[]) as w (id)
    where s.tenant_id = ${first.tenantId}::uuid and s.run_id = w.id and s.state = 'PENDING'`);
}
