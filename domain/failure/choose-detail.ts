/** How much of a failure tells its kind where a tenant has many kinds already: no tenant has kinds without a bound. */
import { failureBounds } from '#domain/bounds/failure.ts';
import type { FailureDetail } from './fingerprint.ts';

/** The fingerprints of one failure, from the most told to the least. */
export type Prints = Readonly<Record<FailureDetail, string>>;

/** What is known of a tenant: the kinds among these that it has, and how many it has in all. */
export type KnownKinds = { has: (fingerprint: string) => boolean; count: number };

/**
 * The detail in which this failure is told. A kind that is there stays; a new one is told by its message while there is
 * room, then by its type, and at last by what failed, of which there are as many as somebody defined.
 */
export function chooseDetail(prints: Prints, { has, count }: KnownKinds): FailureDetail {
  const { kindsPerTenantMax: max } = failureBounds;
  if (has(prints.MESSAGE) || count < max) return 'MESSAGE';
  if (has(prints.TYPE) || count < 2 * max) return 'TYPE';
  return 'SUBJECT';
}
