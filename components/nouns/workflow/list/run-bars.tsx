import { Link } from '#components/address/link.tsx';
import { runsPath } from '#components/kit/words/paths.ts';
import { colourOf, runLooks } from '#components/state/state-look.ts';
import { barsOf, type RecordedRun, sayRuns } from './run-record.ts';

const height = 22;
const pitch = 7;
const barWidth = 5;
// Below the line stands the mark of those that failed, so that they are found without colour.
const markHeight = 3;

type BarsProps = { workflow: { id: string; name: string }; runs: readonly RecordedRun[] };

/** The last runs as bars, the latest at the right: how long each took and how it ended. It leads to all of them. */
export function RunBars({ workflow, runs }: BarsProps) {
  if (runs.length === 0) return <span className="text-quiet">never run</span>;
  const words = sayRuns(runs);
  return (
    <Link
      href={runsPath(workflow)}
      prefetch={false}
      data-whole={words}
      className="inline-flex h-7 items-end rounded px-0.5 hover:bg-raised"
      onClick={(event) => event.stopPropagation()}
    >
      <svg aria-hidden width={runs.length * pitch} height={height + 2 + markHeight} className="block">
        {barsOf(runs).map(({ id, state, height: share }, n) => {
          const colour = colourOf(runLooks[state].family);
          const top = height * (1 - share);
          return (
            <g key={id} fill={colour}>
              <rect x={n * pitch} y={top} width={barWidth} height={height - top} rx="1" />
              {state === 'FAILED' && <rect x={n * pitch} y={height + 2} width={barWidth} height={markHeight} />}
            </g>
          );
        })}
      </svg>
      <span className="sr-only">
        {workflow.name}: {words}
      </span>
    </Link>
  );
}
