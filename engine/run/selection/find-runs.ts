/** The runs that one call is about: those of a filter, never all, and never more than the call takes. */

import { done, type Outcome, refuse } from '#domain/refusal.ts';
import { isEveryRun, type RunConditions, type RunFilter, readRunFilter } from '#domain/run/run-filter.ts';
import { sayCount } from '#domain/value/say-count.ts';
import type { Transaction } from '#engine/store/transaction.ts';
import { findRunIds, resolveRuns } from './run-selection.ts';

/** Their ids, the newest first. */
export async function findRuns(
  tx: Transaction,
  { filter: given, max }: { filter: RunFilter; max: number },
): Promise<Outcome<{ ids: string[]; conditions: RunConditions }>> {
  const filter = readRunFilter(given, tx.now.getTime(), ['filter']);
  if (!filter.ok) return filter;
  if (isEveryRun(filter.value))
    return refuse('BAD_INPUT', 'name at least one condition: every run of the tenant is never meant', ['filter']);
  const ids = await findRunIds(tx, { conditions: await resolveRuns(tx, filter.value), take: max + 1 });
  if (ids.length <= max) return done({ ids, conditions: filter.value });
  const message = `more than ${sayCount(max, 'run')} match: narrow the filter, for example by workflow or time`;
  return refuse('TOO_LARGE', message, ['filter']);
}
