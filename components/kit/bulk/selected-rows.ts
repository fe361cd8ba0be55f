/** What the rows selected by hand are like, as far as they are shown. */
import type { Look } from '#components/state/state-look.ts';

/** How many there are of each state, in the order of the looks: `2 failed, 1 running`. Empty where not all of them are known. */
export function sayStates(
  states: readonly string[],
  { looks, count }: { looks: Readonly<Record<string, Look>>; count: number },
): string {
  if (states.length !== count) return '';
  const byState = Map.groupBy(states, (state) => state);
  return Object.entries(looks)
    .flatMap(([state, { word }]) => {
      const own = byState.get(state)?.length ?? 0;
      return own === 0 ? [] : [`${own.toLocaleString('en')} ${word.toLowerCase()}`];
    })
    .join(', ');
}

/** Whether an act may make sense for one of them: true for what is not known. */
export function mayFit<Row>(
  fits: ((row: Row) => boolean) | undefined,
  { rows, count }: { rows: readonly Row[]; count: number },
): boolean {
  return fits === undefined || rows.length < count || rows.some(fits);
}
