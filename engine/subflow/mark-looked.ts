/** Notes what was taken in, so that nobody looks at it again. What was lost in between is taken in once more, without effect. */
import type { Database } from '#engine/store/database.ts';
import { uuidArray } from '#engine/store/sql/sql-arrays.ts';
import { Prisma } from '#prisma/generated/client.ts';
import type { DueStep, UntoldChild } from './due-steps.ts';

/**
 * Of a step that was to be looked at again meanwhile, nothing is cleared; one that runs is next looked at when its time is
 * over. Its time is held against the instant at which it was to be looked at: by a later one it may be over unseen.
 */
export async function clearLooks({ client }: Database, steps: readonly DueStep[]): Promise<void> {
  if (steps.length === 0) return;
  await client.$executeRaw(Prisma.sql`/* clear_looks */
    update run_steps s
    set look_at = case when s.state = 'RUNNING' and s.due_at > seen.look_at then s.due_at end
    from (
      select x.tenant_id, x.run_id, x.step, x.look_at
      from unnest(${uuidArray(steps.map(({ tenantId }) => tenantId))}::text::uuid[], ${uuidArray(steps.map(({ runId }) => runId))}::text::uuid[],
        ${steps.map(({ step }) => step)}::int[], ${steps.map(({ lookAt }) => lookAt)}::text[]) as w (tenant_id, run_id, step, look_at)
      join run_steps x on x.tenant_id = w.tenant_id and x.run_id = w.run_id and x.step = w.step
      where x.look_at = w.look_at::timestamptz
      order by x.run_id, x.step
      for update of x skip locked
    ) seen
    where s.tenant_id = seen.tenant_id and s.run_id = seen.run_id and s.step = seen.step`);
}

/** Of runs that have ended. */
export async function tellChildren({ client }: Database, children: readonly UntoldChild[]): Promise<void> {
  if (children.length === 0) return;
  await client.$executeRaw(Prisma.sql`/* tell_children */
    update runs r
    set is_told = true
    from (
      select x.tenant_id, x.id
      from unnest(${uuidArray(children.map(({ tenantId }) => tenantId))}::text::uuid[], ${uuidArray(children.map(({ id }) => id))}::text::uuid[]) as w (tenant_id, id)
      join runs x on x.tenant_id = w.tenant_id and x.id = w.id
      order by x.id
      for update of x skip locked
    ) seen
    where r.tenant_id = seen.tenant_id and r.id = seen.id`);
}
