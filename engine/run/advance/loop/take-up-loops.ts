/** Reads the loops of reruns that go on with what is left of them: nothing of such a loop has started yet. */
import { stepCodes } from '#domain/run/step-codes.ts';
import type { Json } from '#domain/value/json.ts';
import type { RunWork } from '#engine/run/advance/run-work.ts';
import type { Asking } from '#engine/store/connection/packets.ts';
import { uuidArray } from '#engine/store/sql/sql-arrays.ts';
import { Prisma } from '#prisma/generated/client.ts';

type Work = Omit<RunWork, 'decision'>;
type Row = { run_id: string; step: number; total: number; kept: number; items: string[]; places: number[] };

/** Puts those loops into the works; of a long list only the items that may start now are read. */
export async function takeUpLoops(client: Asking, works: readonly Work[]): Promise<void> {
  const asked = works.filter(({ run }) => run.keptItems > 0).flatMap(waitingLoopsOf);
  if (asked.length === 0) return;
  const rows = await client.$queryRaw<Row[]>(Prisma.sql`/* load_loops_taken_up */
    select l.run_id, l.step, l.total, l.kept, l.items[1:w.room] as items, l.places[1:w.room] as places
    from unnest(${uuidArray(asked.map(({ work }) => work.run.tenantId))}::text::uuid[],
      ${uuidArray(asked.map(({ work }) => work.run.id))}::text::uuid[], ${asked.map(({ step }) => step)}::int[],
      ${asked.map(({ room }) => room)}::int[]) as w (tenant_id, run_id, step, room)
    join run_loops l on l.tenant_id = w.tenant_id and l.run_id = w.run_id and l.step = w.step`);
  const found = new Map(rows.map((row) => [`${row.run_id} ${row.step}`, row]));
  for (const { work, step } of asked) {
    const row = found.get(`${work.run.id} ${step}`);
    if (row === undefined) continue;
    const { total, kept, items, places } = row;
    const counts = { started: kept, succeeded: kept, failed: 0 };
    work.takenUp.set(step, { total, counts, items: items.map((text): Json => JSON.parse(text)), places });
  }
}

function waitingLoopsOf(work: Work): { work: Work; step: number; room: number }[] {
  const { run, loaded } = work;
  return loaded.plan.steps.flatMap(({ index, loop }) => {
    const code = run.progress[index];
    const isWaiting = code === stepCodes.WAITING || code === stepCodes.WAITING_ROOM;
    return loop?.kind === 'foreach' && isWaiting ? [{ work, step: index, room: loop.maxOpen }] : [];
  });
}
