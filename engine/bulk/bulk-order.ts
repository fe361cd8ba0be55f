/** What is given with every call about many at once, and what is told of those that it leaves alone. */
import { type Outcome, type Refusal, refuse } from '#domain/refusal.ts';
import { checkInteger, checkText } from '#domain/value/input-checks.ts';
import { sayCount } from '#domain/value/say-count.ts';

/** Those that match and are left as they are, by the reason why. */
export type BulkSkip = { reason: string; count: number };

/** `expectedCount`: how many the caller was told would change. */
export type BulkOrder = { expectedCount?: number | null | undefined; reason?: string | null | undefined };

/** What of it cannot be taken; `max` is what one call changes at most. */
export function unfitOrder({ reason, expectedCount }: BulkOrder, max: number): Refusal[] {
  return [
    ...checkText({ value: reason, path: ['reason'] }),
    ...checkInteger({ value: expectedCount, path: ['expectedCount'], min: 0, max }),
  ];
}

/** The refusal when another number would change than the caller was told. */
export function refuseUnexpected({
  expectedCount,
  count,
  one,
}: Pick<BulkOrder, 'expectedCount'> & { count: number; one: string }): Outcome<never> | undefined {
  if (typeof expectedCount !== 'number' || expectedCount === count) return undefined;
  const message = `${sayCount(expectedCount, one)} ${expectedCount === 1 ? 'was' : 'were'} expected to change, now it would be ${count}: look again`;
  return refuse('VERSION_CONFLICT', message, ['expectedCount']);
}

/** The most frequent reason first. */
export function countReasons(reasons: Iterable<string | undefined>): BulkSkip[] {
  const counts = new Map<string, number>();
  for (const reason of reasons) if (reason !== undefined) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts]
    .map(([reason, count]) => ({ reason, count }))
    .sort((a, b) => b.count - a.count || (a.reason < b.reason ? -1 : 1));
}
