import { Link } from '#components/address/link.tsx';
import type { ListedRunFragment } from '#components/generated/runs.ts';
import { runPath, schedulePath } from '#components/kit/words/paths.ts';
import { sayActor } from '#components/kit/words/say-actor.ts';
import { shortId } from '#components/kit/words/short-id.ts';
import { runLooks } from '#components/state/state-look.ts';
import { StateMark } from '#components/state/state-mark.tsx';
import { DurationBar } from '#components/time/duration-bar.tsx';
import { Moment } from '#components/time/moment.tsx';
import { BarMeter } from '#components/ui/bar-meter.tsx';
import type { Column } from '#components/ui/table/table-column.ts';
import { isSettledRun } from '#domain/machines.ts';
import { sayWhy } from './say-why.ts';
import { sayProgress } from './step-progress.ts';

/** The columns of a list of runs; `longestMs` is what a full bar stands for. */
export function runColumns(longestMs: number): Column<ListedRunFragment>[] {
  return [
    { key: 'state', title: 'State', width: '8.6rem', cell: (run) => <StateMark look={runLooks[run.state]} /> },
    {
      key: 'workflow',
      title: 'Workflow',
      width: 'clamp(10rem, 15vw, 19rem)',
      hint: (run) => `${run.workflow.name} version ${run.version.number}`,
      cell: (run) => (
        <>
          <Link className="font-medium hover:underline" href={runPath(run.id)} prefetch={false}>
            {run.workflow.name}
          </Link>{' '}
          <span className="text-quiet">v{run.version.number}</span>
        </>
      ),
    },
    { key: 'why', title: 'Why', hint: sayWhy, cell: (run) => <span className="text-quiet">{sayWhy(run)}</span> },
    {
      key: 'run',
      title: 'Run',
      width: '6.6rem',
      needs: 'widest',
      hint: (run) => run.id,
      cell: (run) => <span className="identifier text-quiet">{shortId(run.id)}</span>,
    },
    {
      key: 'steps',
      title: 'Steps',
      width: '7.4rem',
      needs: 'middle',
      isNumber: true,
      hint: sayProgress,
      cell: (run) => <Steps run={run} />,
    },
    {
      key: 'by',
      title: 'Started by',
      needs: 'wide',
      width: 'clamp(12rem, 13vw, 17rem)',
      hint: (run) => run.starter.id,
      cell: (run) => <StartedBy run={run} />,
    },
    { key: 'started', title: 'Started', width: '7rem', isNumber: true, cell: (run) => <Moment at={run.startedAt} /> },
    {
      key: 'duration',
      title: 'Duration',
      width: '8rem',
      needs: 'middle',
      isNumber: true,
      cell: (run) => (
        <DurationBar
          from={run.startedAt}
          to={run.finishedAt}
          longestMs={longestMs}
          family={runLooks[run.state].family}
        />
      ),
    },
  ];
}

// Once a run is over the bar would say nothing: every step has settled.
function Steps({ run }: { run: ListedRunFragment }) {
  const { settled, total } = run.stepProgress;
  if (isSettledRun(run.state)) return <span className="text-small text-quiet">{`${settled}/${total}`}</span>;
  return (
    <BarMeter
      label="Settled"
      value={settled}
      max={total}
      words={`${settled}/${total}`}
      family={runLooks[run.state].family}
    />
  );
}

function StartedBy({ run }: { run: ListedRunFragment }) {
  if (run.schedule === null) return sayActor(run.starter);
  return (
    <Link className="hover:underline" href={schedulePath(run.schedule.id)} prefetch={false}>
      {run.schedule.name}
    </Link>
  );
}
