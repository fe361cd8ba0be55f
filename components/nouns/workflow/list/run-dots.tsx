import { Link } from '#components/address/link.tsx';
import { runPath } from '#components/kit/words/paths.ts';
import { StateDot } from '#components/state/state-dot.tsx';
import { runLooks } from '#components/state/state-look.ts';
import type { RunState } from '#domain/machines.ts';

type Dot = { id: string; state: RunState };

/** The last runs, the latest one at the right; each leads to its run. */
export function RunDots({ runs }: { runs: readonly Dot[] }) {
  if (runs.length === 0) return <span className="text-quiet">never run</span>;
  return (
    <span className="inline-flex items-center">
      {runs.toReversed().map((run) => (
        <Link
          key={run.id}
          href={runPath(run.id)}
          className="inline-flex size-[24px] items-center justify-center rounded-full hover:bg-raised"
          onClick={(event) => event.stopPropagation()}
        >
          <StateDot look={runLooks[run.state]} />
        </Link>
      ))}
    </span>
  );
}
