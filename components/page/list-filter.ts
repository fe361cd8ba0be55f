/** The filter of a list, as it stands in the address. */

export type ListFilter<State extends string> = { states: State[]; query: string };

/** Reads `?state=FAILED,DEAD&q=...`; states that do not exist are ignored. */
export function readListFilter<State extends string>(
  search: URLSearchParams,
  known: readonly State[],
): ListFilter<State> {
  const named = new Set((search.get('state') ?? '').toUpperCase().split(','));
  return { states: known.filter((state) => named.has(state)), query: search.get('q') ?? '' };
}

/** Writes a filter back into an address; no filter, no question mark. */
export function writeListFilter(path: string, { states, query }: ListFilter<string>): string {
  const parts: string[] = [];
  if (states.length > 0) parts.push(`state=${states.join(',')}`);
  if (query.trim() !== '') parts.push(`q=${encodeURIComponent(query.trim())}`);
  return parts.length === 0 ? path : `${path}?${parts.join('&')}`;
}
