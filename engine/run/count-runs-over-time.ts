/** How many runs of a filter began when, by the state they are in now. */
import { type RunState, runStates } from '#domain/machines.ts';
import { done, type Outcome } from '#domain/refusal.ts';
import { type RunFilter, readRunFilter } from '#domain/run/run-filter.ts';
import type { WindowAsked } from '#domain/statistics/window-parts.ts';
import { refuseUnless } from '#engine/access/access.ts';
import {
  finishedSpan,
  inStates,
  originsOf,
  type ResolvedRuns,
  resolveRuns,
} from '#engine/run/selection/run-selection.ts';
import type { Context } from '#engine/store/context.ts';
import { countBuckets, type Histogram, readBuckets, type Scan } from '#engine/store/reading/histogram.ts';
import { transaction } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';

/** Counts the runs of a filter in buckets by the time of their start, as their ids carry it. */
export async function countRunsOverTime(
  context: Context,
  request: WindowAsked & { filter?: RunFilter | null },
): Promise<Outcome<Histogram<RunState>>> {
  const refused = refuseUnless(context, 'read');
  if (refused !== undefined) return refused;
  const buckets = readBuckets(request);
  if (!buckets.ok) return buckets;
  return await transaction(context.database, context.tenantId, async (tx) => {
    const filter = readRunFilter(request.filter ?? {}, tx.now.getTime(), ['filter']);
    if (!filter.ok) return filter;
    const { startedAfterMs: afterMs, startedBeforeMs: beforeMs, ...conditions } = filter.value;
    const states = runStates.filter((state) => conditions.states?.includes(state) ?? true);
    const selected = scansOf(await resolveRuns(tx, { ...conditions, states: undefined }), new Set(states));
    const asked = { buckets: buckets.value, span: { afterMs, beforeMs }, table: 'runs', states, ...selected } as const;
    return done(await countBuckets(tx, asked));
  });
}

type Selected = { scans: Scan<RunState>[]; rest?: RunState };

function scansOf(conditions: ResolvedRuns, states: ReadonlySet<RunState>): Selected {
  const [origins, settling] = [originsOf(conditions), finishedSpan(conditions)];
  const every = { where: Prisma.sql`true`, matches: settling, isWhole: false };
  if (origins.length > 0) return { scans: [{ ...every, where: Prisma.join(origins, ' and ') }] };
  const isOfAll = states.has('SUCCEEDED');
  if (isOfAll && settling.length > 0) return { scans: [every] };
  // Most runs have succeeded, and no index holds just these: they are what is left when all others are taken away.
  const isAsked = (state: RunState) => isOfAll || states.has(state);
  const scans: Scan<RunState>[] = [];
  if (isAsked('FAILED')) scans.push({ ...every, where: inStates.FAILED, state: 'FAILED' });
  if (isAsked('CANCELLED')) scans.push({ ...every, where: inStates.CANCELLED, state: 'CANCELLED' });
  if (isAsked('RUNNING') || isAsked('PAUSED')) scans.push({ ...every, where: inStates.open });
  return isOfAll ? { scans, rest: 'SUCCEEDED' } : { scans };
}
