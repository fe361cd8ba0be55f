/** What an address asks of the list of locks. */
import type { LockFilter } from '#components/generated/gates.ts';
import { gateKinds } from '#domain/gate/gate.ts';

/** What the list asks the API. */
export function filterAsked(query: string): LockFilter {
  const search = new URLSearchParams(query);
  const kind = gateKinds.find((one) => one === search.get('kind'));
  const key = search.get('q');
  return {
    ...(kind !== undefined && { kind }),
    ...(key !== null && { key }),
    ...(search.get('waiting') === 'only' && { waitingOnly: true }),
  };
}
