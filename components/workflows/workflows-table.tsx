'use client';

import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useMay } from '#components/shell/use-viewer.tsx';
import { Moment } from '#components/time/moment.tsx';
import { Button } from '#components/ui/button.tsx';
import { DataTable } from '#components/ui/data-table.tsx';
import type { Column } from '#components/ui/table-column.ts';
import { StartDialog } from './start-dialog.tsx';
import { workflowPath } from './workflow-path.ts';
import type { WorkflowRow } from './workflows-page.tsx';

/** The workflows in rows. */
export function WorkflowsTable({ workflows }: { workflows: readonly WorkflowRow[] }) {
  const router = useRouter();
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
        onOpen={(workflow) => router.push(workflowPath(workflow))}
        minWidth="56rem"
      />
      {starting !== undefined && <StartDialog workflow={starting} onClose={() => setStarting(undefined)} />}
    </>
  );
}

const facts: Column<WorkflowRow>[] = [
  {
    key: 'name',
    title: 'Workflow',
    width: '15rem',
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
    key: 'steps',
    title: 'Steps',
    width: '4.5rem',
    isNumber: true,
    cell: ({ latestVersion }) => latestVersion.stepCount,
  },
  { key: 'version', title: 'Version', width: '5rem', isNumber: true, cell: ({ version }) => version },
  { key: 'published', title: 'Published', width: '8rem', cell: ({ updatedAt }) => <Moment at={updatedAt} /> },
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
