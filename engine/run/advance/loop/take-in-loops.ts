/**
 * Takes in what items and rounds of loops have done: counts it, and loads what the next decision about the loop needs. Of
 * a list that is long, only the items that may start now are read, and the results once, when it has ended.
 */
import { valueBounds } from '#domain/bounds/value.ts';
import type { Fault } from '#domain/run/branches.ts';
import { type LoopCounts, moveForeach } from '#domain/run/loop/loop-counts.ts';
import type { LoopAtWork } from '#domain/run/loop/loops-of-run.ts';
import type { SettledState } from '#domain/run/progress.ts';
import { stepAt } from '#domain/run/run-reader.ts';
import { stepCodes } from '#domain/run/step-codes.ts';
import type { Json } from '#domain/value/json.ts';
import type { PlannedStep } from '#domain/workflow/plan.ts';
import { type RunWork, type StepMove, settledStateOf } from '#engine/run/advance/run-work.ts';
import type { Asking } from '#engine/store/connection/packets.ts';
import { uuidArray } from '#engine/store/sql/sql-arrays.ts';
import { Prisma } from '#prisma/generated/client.ts';

type Work = Omit<RunWork, 'decision'>;
type Settled = { work: Work; planned: PlannedStep; moves: readonly (StepMove & { to: SettledState })[] };

type Row = {
  run_id: string;
  step: number;
  total: number | null;
  started: number;
  succeeded: number;
  failed: number;
  fault_code: Fault['code'] | null;
  fault: string | null;
  items: string[] | null;
  places: number[] | null;
};

/** Puts the loops of which something has settled into the works. */
export async function takeInLoops(client: Asking, works: readonly Work[]): Promise<void> {
  const settled = works.flatMap(settledLoopsOf);
  if (settled.length === 0) return;
  const rows = new Map((await readLoops(client, settled)).map((row) => [`${row.run_id} ${row.step}`, row]));
  const ending: Ending[] = [];
  for (const one of settled) {
    const { work, planned, moves } = one;
    const row = rows.get(`${work.run.id} ${planned.index}`);
    if (row === undefined) throw new Error(`broken invariant: step ${planned.id} of run ${work.run.id} has its loop`);
    const counts = countsAfter(row, moves);
    const last = moves.at(-1);
    if (planned.loop?.kind === 'while' && last !== undefined) {
      const { to: state, result = null, error = null } = last;
      work.loops.set(planned.index, { kind: 'while', counts, last: { state, result, error } });
      continue;
    }
    const loop = foreachOf(row, counts);
    work.loops.set(planned.index, loop);
    if (endsWell(planned, loop)) ending.push({ work, planned, loop });
  }
  await loadResults(client, ending);
}

// The steps of a run that is over, and one that settled before, take nothing in.
function settledLoopsOf(work: Work): Settled[] {
  const { run, loaded, moves, isNew } = work;
  if (isNew || (run.state !== 'RUNNING' && run.state !== 'PAUSED')) return [];
  const settled = moves.flatMap((move) => {
    const to = settledStateOf(move.to);
    const isLoop = stepAt(loaded.plan, move.step).loop !== null && run.progress[move.step] === stepCodes.OPEN;
    return to === undefined || !isLoop ? [] : [{ ...move, to }];
  });
  return [...Map.groupBy(settled, ({ step }) => step)].map(([step, ofStep]) => ({
    work,
    planned: stepAt(loaded.plan, step),
    moves: ofStep,
  }));
}

function countsAfter({ started, succeeded, failed }: Row, moves: Settled['moves']): LoopCounts {
  const good = moves.filter(({ to }) => to === 'SUCCEEDED').length;
  return { started, succeeded: succeeded + good, failed: failed + moves.length - good };
}

type Foreach = Extract<LoopAtWork, { kind: 'foreach' }>;
type Ending = { work: Work; planned: PlannedStep; loop: Foreach };

function foreachOf({ total, fault_code: code, fault: message, items, places }: Row, counts: LoopCounts): Foreach {
  return {
    kind: 'foreach',
    total: total ?? 0,
    counts,
    fault: code === null || message === null ? null : { code, message },
    items: (items ?? []).map((text): Json => JSON.parse(text)),
    places,
    result: null,
  };
}

function endsWell({ loop }: PlannedStep, { total, counts, fault }: Foreach): boolean {
  if (loop?.kind !== 'foreach') return false;
  const move = moveForeach({ total, counts, fault, maxOpen: loop.maxOpen, onItemFailure: loop.onItemFailure });
  return move.kind === 'ended' && move.fault === null;
}

async function readLoops(client: Asking, settled: readonly Settled[]): Promise<Row[]> {
  const roomOf = ({ planned: { loop }, moves }: Settled) =>
    loop?.kind === 'foreach' ? loop.maxOpen + moves.length : 0;
  // The items that there will be room for once those that settled are counted.
  return await client.$queryRaw<Row[]>(Prisma.sql`/* load_run_loops */
    select l.run_id, l.step, l.total, l.started, l.succeeded, l.failed, l.fault_code, l.fault,
      l.items[l.started - l.kept + 1:l.succeeded - l.kept + l.failed + w.room] as items,
      l.places[l.started - l.kept + 1:l.succeeded - l.kept + l.failed + w.room] as places
    from unnest(${uuidArray(settled.map(({ work }) => work.run.tenantId))}::text::uuid[],
      ${uuidArray(settled.map(({ work }) => work.run.id))}::text::uuid[], ${settled.map(({ planned }) => planned.index)}::int[],
      ${settled.map(roomOf)}::int[]) as w (tenant_id, run_id, step, room)
    join run_loops l on l.tenant_id = w.tenant_id and l.run_id = w.run_id and l.step = w.step`);
}

// What each item of the loop `w` left, in this run or in the one that it is kept from.
function leftBy(what: 'result' | 'size'): Prisma.Sql {
  const left = Prisma.raw(what === 'result' ? 'j.result' : 'coalesce(octet_length(j.result::text), 4) + 2');
  return Prisma.sql`select j.item, ${left} as ${Prisma.raw(what)}
        from jobs j
        where j.tenant_id = w.tenant_id and j.run_id = w.run_id and j.step = w.step and j.item is not null
        union all
        select k.item, ${left}
        from kept_items k
        join jobs j on j.tenant_id = k.tenant_id and j.id = k.job_id
        where k.tenant_id = w.tenant_id and k.run_id = w.run_id and k.step = w.step`;
}

// What stands around the results: the names of the fields and three numbers.
const frameSizeBytes = 128;

async function loadResults(client: Asking, ending: readonly Ending[]): Promise<void> {
  if (ending.length === 0) return;
  const max = valueBounds.payloadSizeBytesMax - frameSizeBytes;
  // Their size first: nothing larger than a payload is put together. Those that settle in this transaction are stored already.
  const rows = await client.$queryRaw<{ run_id: string; step: number; size: number; results: Json }[]>(
    Prisma.sql`/* load_loop_results */
    select w.run_id, w.step, s.size::float8 as size,
      case when s.size <= ${max} then (select json_agg(r.result order by r.item) from (${leftBy('result')}) r) end as results
    from unnest(${uuidArray(ending.map(({ work }) => work.run.tenantId))}::text::uuid[],
      ${uuidArray(ending.map(({ work }) => work.run.id))}::text::uuid[], ${ending.map(({ planned }) => planned.index)}::int[]) as w (tenant_id, run_id, step)
    cross join lateral (select sum(r.size) as size from (${leftBy('size')}) r) s`,
  );
  const found = new Map(rows.map((row) => [`${row.run_id} ${row.step}`, row]));
  for (const { work, planned, loop } of ending) {
    const row = found.get(`${work.run.id} ${planned.index}`);
    if (row === undefined) throw new Error('broken invariant: every loop that ends is asked about');
    const { succeeded, failed } = loop.counts;
    if (row.size <= max) loop.result = { results: row.results, total: loop.total, succeeded, failed };
    else {
      const message = `the results of its items have ${row.size.toLocaleString('en')} bytes together, ${max.toLocaleString('en')} is the most`;
      loop.fault = { code: 'RESULT_TOO_LARGE', message };
    }
  }
}
