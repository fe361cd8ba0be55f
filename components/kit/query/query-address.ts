/** Where a list stands in the address: what is asked for, and the row that is looked into. */
import { hasValue, toggleValue } from './query-text.ts';

export type ListPlace = { query: string; peek: string | undefined };

/** Reads `?q=state:dead&peek=job_…`; `state=FAILED,DEAD`, as other screens link here, is part of the query. */
export function readPlace(search: URLSearchParams): ListPlace {
  const states = (search.get('state') ?? '').toLowerCase().split(',');
  const asked = states.filter((state) => state !== '').map((value) => ({ field: 'state', value }));
  const query = asked.reduce(
    (text, state) => (hasValue(text, state) ? text : toggleValue(text, state)),
    search.get('q') ?? '',
  );
  return { query: query.trim(), peek: search.get('peek') ?? undefined };
}

/** A path with a place; whatever else stands in it, as the time zone, stays. */
export function writePlace(path: string, search: URLSearchParams, place: ListPlace): string {
  const next = new URLSearchParams(search);
  for (const name of ['state', 'q', 'peek']) next.delete(name);
  const parts = [];
  if (place.query.trim() !== '') parts.push(`q=${encodeReadably(place.query.trim())}`);
  if (next.size > 0) parts.push(next.toString());
  if (place.peek !== undefined) parts.push(`peek=${encodeURIComponent(place.peek)}`);
  return parts.length === 0 ? path : `${path}?${parts.join('&')}`;
}

// People read addresses and send them to each other: what may stand in a query as it is stays as it is.
function encodeReadably(text: string): string {
  return encodeURIComponent(text).replaceAll('%3A', ':').replaceAll('%2C', ',').replaceAll('%20', '+');
}
