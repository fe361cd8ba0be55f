/** What the things of a noun are called, for those who look for one by its name. */
import type { Ask } from '#components/api/ask.ts';

export type Named = { id: string; name: string };
/** Some of the names, the newest first, and how many there are. */
export type Names = { nodes: readonly Named[]; totalCount: number; totalCountExact: boolean };

export type NamesOf = { ask: (first: number) => Ask<Names>; pathOf: (thing: Named) => string };
