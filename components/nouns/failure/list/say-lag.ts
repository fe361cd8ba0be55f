import { saySpan } from '#components/time/say-time.ts';

/** Why the list may lack what failed last; undefined while it lacks nothing worth a word. */
export function sayLag(groupedUpTo: string | null, nowMs: number): string | undefined {
  if (groupedUpTo === null) return 'No worker has looked for failures yet.';
  const lagMs = nowMs - Date.parse(groupedUpTo);
  // A worker with nothing to do says every ten seconds that it has looked.
  return lagMs < 60_000 ? undefined : `What failed in the last ${saySpan(lagMs)} is not grouped yet.`;
}
