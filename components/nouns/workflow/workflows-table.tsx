'use client';

import { useState } from 'react';
import { Link } from '#components/address/link.tsx';
import { useGo } from '#components/address/tenant-context.tsx';
import { workflowPath } from '#components/kit/words/paths.ts';
import { StartDialog } from '#components/nouns/workflow/start/start-dialog.tsx';
import { useMay } from '#components/shell/session/use-viewer.tsx';
import { Moment } from '#components/time/moment.tsx';
import { Button } from '#components/ui/form/button.tsx';
import { DataTable } from '#components/ui/table/data-table.tsx';
import type { Column } from '#components/ui/table/table-column.ts';
import { RunDots } from './run-dots.tsx';
import { ScheduleWords } from './schedule-words.tsx';
import type { WorkflowRow } from './workflows-page.tsx';

/** The workflows in rows. */
export function WorkflowsTable({ workflows }: { workflows: readonly WorkflowRow[] }) {
  const go = useGo();
  const [starting, setStarting] = useState<WorkflowRow>();
  const mayStart = useMay('run.operate');
  const columns = mayStart ? [...facts, startColumn(setStarting)] : facts;
  return (
    <>
      <DataTable
        label="Workflows"
        isMain
        columns={columns}
        rows={workflows}
        keyOf={(workflow) => workflow.id}
        onOpen={(workflow) => go(workflowPath(workflow))}
        minWidth="70rem"
      />
      {starting !== undefined && <StartDialog workflow={starting} onClose={() => setStarting(undefined)} />}
    </>
  );
}

const facts: Column<WorkflowRow>[] = [
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
];

function startColumn(onStart: (workflow: WorkflowRow) => void): Column<WorkflowRow> {
  return {
    key: 'start',
    title: <span className="sr-only">Start</span>,
    width: '5.5rem',
    cell: (workflow) => (
      <Button
        isSmall
        onClick={(event) => {
          event.stopPropagation();
          onStart(workflow);
        }}
      >
        Start<span className="sr-only"> {workflow.name}</span>
      </Button>
    ),
  };
}
