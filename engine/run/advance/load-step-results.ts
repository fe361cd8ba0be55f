/** What the settled steps of runs left, for a decision that asks for it. */
import { isJsonObject, type Json } from '#domain/value/json.ts';
import type { Asking } from '#engine/store/connection/packets.ts';
import { uuidArray } from '#engine/store/sql/sql-arrays.ts';
import { Prisma } from '#prisma/generated/client.ts';
import type { RunWork } from './run-work.ts';

type Needy = { work: Omit<RunWork, 'decision'>; steps: number[] };
type Wanted = { tenantId: string; runId: string; step: number };
type ResultRow = { run_id: string; step: number; result: Json; error: Json; finished_at: Date | null };

/** Puts the results into the works that need them; of a kept step it is the result that it left in the earlier run. */
export async function loadStepResults(client: Asking, needy: readonly Needy[]): Promise<void> {
  if (needy.length === 0) return;
  take(needy, await readOwn(client, wantedOf(needy)));
  const waiting = wantedOf(
    needy.map(({ work, steps }) => ({ work, steps: steps.filter((step) => isWait(work, step)) })),
  );
  if (waiting.length > 0) take(needy, await readWaits(client, waiting));
  const keeping = needy
    .filter(({ work }) => work.run.keptSteps > 0)
    .map(({ work, steps }) => ({ work, steps: steps.filter((step) => !work.results.has(step)) }));
  const kept = wantedOf(keeping);
  if (kept.length > 0) take(keeping, await readKept(client, kept));
  // A step whose job is gone would be asked for again and again.
  for (const { work, steps } of needy)
    for (const step of steps) if (!work.results.has(step)) work.results.set(step, { result: null, error: null });
}

/** Expressions see the same of an error whether its step has settled just now or long ago. */
export function errorSeen(error: Json): Json {
  if (!isJsonObject(error)) return error;
  const { type = null, message = null, retryable = null } = error;
  return { type, message, retryable };
}

function isWait({ loaded }: Needy['work'], step: number): boolean {
  return loaded.plan.steps[step]?.kind !== 'TASK';
}

function wantedOf(needy: readonly Needy[]): Wanted[] {
  return needy.flatMap(({ work, steps }) =>
    steps.map((step) => ({ tenantId: work.run.tenantId, runId: work.run.id, step })),
  );
}

function take(needy: readonly Needy[], rows: readonly ResultRow[]): void {
  for (const { work } of needy) {
    for (const row of rows) {
      if (row.run_id !== work.run.id) continue;
      const at = row.finished_at === null ? {} : { at: row.finished_at };
      work.results.set(row.step, { result: row.result, error: errorSeen(row.error), ...at });
    }
  }
}

function askedFor(wanted: readonly Wanted[]): Prisma.Sql {
  return Prisma.sql`unnest(${uuidArray(wanted.map((one) => one.tenantId))}::text::uuid[], ${uuidArray(wanted.map((one) => one.runId))}::text::uuid[],
      ${wanted.map((one) => one.step)}::int[]) as w (tenant_id, run_id, step)`;
}

async function readOwn(client: Asking, wanted: readonly Wanted[]): Promise<ResultRow[]> {
  return await client.$queryRaw<ResultRow[]>(Prisma.sql`/* load_step_results */
    select j.run_id, j.step, j.result, j.error, j.finished_at
    from ${askedFor(wanted)}
    join jobs j on j.tenant_id = w.tenant_id and j.run_id = w.run_id and j.step = w.step and j.item is null`);
}

async function readKept(client: Asking, wanted: readonly Wanted[]): Promise<ResultRow[]> {
  return await client.$queryRaw<ResultRow[]>(Prisma.sql`/* load_kept_results */
    select k.run_id, k.step, j.result, j.error, j.finished_at
    from ${askedFor(wanted)}
    join kept_steps k on k.tenant_id = w.tenant_id and k.run_id = w.run_id and k.step = w.step
    join jobs j on j.tenant_id = k.tenant_id and j.id = k.job_id`);
}

// A run that keeps such a step has a row of its own for it.
async function readWaits(client: Asking, wanted: readonly Wanted[]): Promise<ResultRow[]> {
  return await client.$queryRaw<ResultRow[]>(Prisma.sql`/* load_wait_results */
    select s.run_id, s.step, s.result, s.error, s.finished_at
    from ${askedFor(wanted)}
    join run_steps s on s.tenant_id = w.tenant_id and s.run_id = w.run_id and s.step = w.step`);
}
