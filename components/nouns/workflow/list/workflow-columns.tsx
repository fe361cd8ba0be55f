'use client';

import { useState } from 'react';
import { Link } from '#components/address/link.tsx';
import type { WorkflowRowFragment } from '#components/generated/workflows.ts';
import { useMay } from '#components/kit/viewer/use-viewer.tsx';
import { workflowPath } from '#components/kit/words/paths.ts';
import { StartDialog } from '#components/nouns/workflow/start/start-dialog.tsx';
import { Moment } from '#components/time/moment.tsx';
import { saySpan } from '#components/time/say-time.ts';
import { Button } from '#components/ui/form/button.tsx';
import type { Column } from '#components/ui/table/table-column.ts';
import { TwoLines } from '#components/ui/table/two-lines.tsx';
import { OwnDraftLink } from './own-draft-link.tsx';
import { RunBars } from './run-bars.tsx';
import { recordOf } from './run-record.ts';
import { ScheduleWords } from './schedule-words.tsx';

type Row = WorkflowRowFragment;

/** The columns of a list of workflows: what each is for, how it has been going, and when it starts by itself. */
export const workflowColumns: Column<Row>[] = [
  {
    key: 'name',
    title: 'Workflow',
    cell: (workflow) => (
      <TwoLines below={workflow.description}>
        <Link href={workflowPath(workflow)} className="link">
          {workflow.name}
        </Link>{' '}
        <OwnDraftLink workflow={workflow} />
      </TwoLines>
    ),
    hint: ({ name, description }) => [name, description].filter((part) => part !== null).join('\n'),
  },
  {
    key: 'runs',
    title: 'Last runs',
    width: '11.5rem',
    cell: (workflow) => <RunBars workflow={workflow} runs={workflow.recentRuns} />,
  },
  {
    key: 'failed',
    title: 'Failed',
    width: '6rem',
    needs: 'middle',
    isNumber: true,
    cell: ({ recentRuns }) => <Failed runs={recentRuns} />,
  },
  {
    key: 'usual',
    title: 'Takes',
    width: '8rem',
    isNumber: true,
    needs: 'middle',
    cell: ({ recentRuns }) => <Takes runs={recentRuns} />,
  },
  {
    key: 'schedule',
    title: 'Schedule',
    width: 'clamp(13.5rem, 20vw, 26rem)',
    needs: 'wide',
    cell: ({ schedules }) => <ScheduleWords schedules={schedules} />,
    hint: ({ schedules }) =>
      schedules.map(({ name, description }) => `${name}: ${description}`).join('\n') || undefined,
  },
  {
    key: 'published',
    title: 'Published',
    width: '7.5rem',
    cell: ({ updatedAt, version }) => (
      <TwoLines below={`version ${version}`}>
        <Moment at={updatedAt} />
      </TwoLines>
    ),
  },
  {
    key: 'start',
    title: <span className="sr-only">Start</span>,
    width: '5.5rem',
    cell: (workflow) => <Start workflow={workflow} />,
  },
];

type Recorded = { runs: Row['recentRuns'] };

/** How many of the last runs failed. */
function Failed({ runs }: Recorded) {
  const { ended, failed } = recordOf(runs);
  if (ended === 0) return <span className="text-quiet">–</span>;
  return (
    <TwoLines below={`${failed} of ${ended}`}>
      <span className={failed === 0 ? undefined : 'font-medium text-failed'}>
        {Math.round((100 * failed) / ended)} %
      </span>
    </TwoLines>
  );
}

/** How long a run takes as a rule, and how long the slow ones take. */
function Takes({ runs }: Recorded) {
  const { medianMs, p95Ms } = recordOf(runs);
  if (medianMs === undefined || p95Ms === undefined) return <span className="text-quiet">–</span>;
  return <TwoLines below={`p95 ${saySpan(p95Ms)}`}>{saySpan(medianMs)}</TwoLines>;
}

function Start({ workflow }: { workflow: WorkflowRowFragment }) {
  const mayStart = useMay('run.operate');
  const [isAsked, setIsAsked] = useState(false);
  if (!mayStart) return null;
  return (
    <>
      <Button
        isSmall
        onClick={(event) => {
          event.stopPropagation();
          setIsAsked(true);
        }}
      >
        Start<span className="sr-only"> {workflow.name}</span>
      </Button>
      {isAsked && <StartDialog workflow={workflow} onClose={() => setIsAsked(false)} />}
    </>
  );
}
