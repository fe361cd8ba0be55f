'use client';

import { useState } from 'react';
import { Link } from '#components/address/link.tsx';
import type { WorkflowRowFragment } from '#components/generated/workflows.ts';
import { useMay } from '#components/kit/viewer/use-viewer.tsx';
import { workflowPath } from '#components/kit/words/paths.ts';
import { StartDialog } from '#components/nouns/workflow/start/start-dialog.tsx';
import { Moment } from '#components/time/moment.tsx';
import { Button } from '#components/ui/form/button.tsx';
import type { Column } from '#components/ui/table/table-column.ts';
import { RunDots } from './run-dots.tsx';
import { ScheduleWords } from './schedule-words.tsx';

/** The columns of a list of workflows. */
export const workflowColumns: Column<WorkflowRowFragment>[] = [
  {
    key: 'name',
    title: 'Workflow',
    width: '13rem',
    cell: (workflow) => (
      <Link href={workflowPath(workflow)} className="link font-medium">
        {workflow.name}
      </Link>
    ),
    hint: ({ name }) => name,
  },
  {
    key: 'description',
    title: 'Description',
    cell: ({ description }) => <span className="text-quiet">{description}</span>,
    hint: ({ description }) => description ?? undefined,
  },
  {
    key: 'runs',
    title: 'Last runs',
    width: '15.5rem',
    cell: ({ recentRuns }) => <RunDots runs={recentRuns} />,
  },
  {
    key: 'schedule',
    title: 'Schedule',
    width: 'clamp(13.5rem, 16vw, 22rem)',
    cell: ({ schedules }) => <ScheduleWords schedules={schedules} />,
    hint: ({ schedules }) =>
      schedules.map(({ name, description }) => `${name}: ${description}`).join('\n') || undefined,
  },
  { key: 'version', title: 'Version', width: '5rem', isNumber: true, cell: ({ version }) => version },
  { key: 'published', title: 'Published', width: '7.5rem', cell: ({ updatedAt }) => <Moment at={updatedAt} /> },
  {
    key: 'start',
    title: <span className="sr-only">Start</span>,
    width: '5.5rem',
    cell: (workflow) => <Start workflow={workflow} />,
  },
];

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
