/** Every change of state of jobs, as the event log holds it. */
import { type JobState, jobStates } from '#domain/machines.ts';
import type { Context } from '#engine/store/context.ts';
import { transaction } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';
import type { JobRow } from './job-rows.ts';

/** A change of state; `from` is null for the first one. */
export type TransitionRow = {
  from: JobState | null;
  to: JobState;
  reason: string | null;
  actor: string;
  at: Date;
  attempt: number | null;
};

type Stored = Omit<TransitionRow, 'from' | 'to'> & { id: bigint; from: string | null; to: string };

/** Transitions by job id, the first one first. Those older than the event log reaches are gone. */
export async function loadTransitions(
  context: Context,
  jobs: readonly JobRow[],
): Promise<Map<string, TransitionRow[]>> {
  const eventIds = [...new Set(jobs.flatMap((job) => job.eventIds))];
  const events = new Map<bigint, TransitionRow>();
  if (eventIds.length > 0) {
    // The log is parted by time: without a lower limit every part would be asked.
    const since = new Date(Math.min(...jobs.map((job) => job.createdAt.getTime())));
    const rows = await transaction(context.database, context.tenantId, (tx) =>
      tx.client.$queryRaw<Stored[]>(Prisma.sql`/* load_transitions */
        select id, from_state as "from", to_state as "to", reason, actor, at, attempt
        from events
        where tenant_id = ${tx.tenantId}::uuid and id = any(${eventIds}::bigint[]) and at >= ${since} and to_state is not null`),
    );
    for (const { id, from, to, ...rest } of rows) {
      const state = stateOf(to);
      if (state !== null) events.set(id, { ...rest, from: stateOf(from), to: state });
    }
  }
  return new Map(jobs.map((job) => [job.id, job.eventIds.flatMap((id) => events.get(id) ?? [])]));
}

function stateOf(text: string | null): JobState | null {
  return jobStates.find((state) => state === text) ?? null;
}
