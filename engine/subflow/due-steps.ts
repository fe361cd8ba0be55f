/** The steps that run workflows and have something to be looked at: they began, their runs ended, or their own run did something that these are to follow. */
import { subflowBounds } from '#domain/bounds/subflow.ts';
import type { Database } from '#engine/store/database.ts';
import { Prisma } from '#prisma/generated/client.ts';

/** The run with the step, and the instant at which it was to be looked at, as text: null when a run of it has ended. */
export type DueStep = { tenantId: string; runId: string; step: number; lookAt: string | null };

/** A run that has ended, whose parent is to take that in. */
export type UntoldChild = { tenantId: string; id: string; runId: string; step: number };

export type Due = { steps: DueStep[]; untold: UntoldChild[]; isMore: boolean };

/** What one pass looks at, the longest due first. */
export async function findDue({ client }: Database): Promise<Due> {
  const limit = subflowBounds.parentsPerPassMax;
  const steps = await client.$queryRaw<DueStep[]>(Prisma.sql`/* find_due_subflows */
    select tenant_id as "tenantId", run_id as "runId", step, look_at::text as "lookAt"
    from run_steps
    where look_at is not null and look_at <= now() and kind = 'WORKFLOW'
    order by look_at
    limit ${limit}`);
  const untold = await client.$queryRaw<UntoldChild[]>(Prisma.sql`/* find_untold_runs */
    select tenant_id as "tenantId", id, parent_run_id as "runId", parent_step as step
    from runs
    where parent_run_id is not null and finished_at is not null and not is_told
    order by finished_at
    limit ${limit}`);
  return { steps, untold, isMore: steps.length === limit || untold.length === limit };
}

/** How long until the next one is due; undefined when none is. */
export async function untilNextDue({ client }: Database): Promise<number | undefined> {
  const [row] = await client.$queryRaw<{ ms: number }[]>(Prisma.sql`/* find_next_subflow */
    select ceil(extract(epoch from look_at - now()) * 1000)::float8 as ms
    from run_steps
    where look_at > now() and kind = 'WORKFLOW'
    order by look_at
    limit 1`);
  return row?.ms;
}
