/** Which runs somebody most likely wants to compare one with. */
import type { RunsToCompareQuery } from '#components/generated/compare.ts';

type Run = RunsToCompareQuery['latest']['nodes'][number];

/** A run with what it is to the other one; without words it is one of many. */
export type Partner = { run: Run; why: string };

/** The original of a rerun, the last that succeeded, the one before, and then the others, each once. */
export function partnersOf(
  { id, replayOf }: { id: string; replayOf: { id: string } | null },
  { previous, succeeded, latest }: RunsToCompareQuery,
): Partner[] {
  const partners = new Map<string, Partner>();
  const add = (run: Run | undefined, why: string) => {
    if (run === undefined || run.id === id) return;
    const known = partners.get(run.id);
    if (known === undefined) partners.set(run.id, { run, why });
    else if (why !== '') partners.set(run.id, { run, why: `${known.why}, ${why}` });
  };
  const all = [...previous.nodes, ...latest.nodes];
  add(
    all.find((run) => run.id === replayOf?.id),
    'the run that it repeats',
  );
  add(succeeded.nodes[0], 'the last success before it');
  add(previous.nodes[0], 'the run before it');
  for (const run of all) add(run, '');
  return [...partners.values()];
}
