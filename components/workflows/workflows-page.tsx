'use client';

import Link from 'next/link';
import { useState } from 'react';
import { useReading } from '#components/api/use-reading.ts';
import { WorkflowsDocument, type WorkflowsQuery } from '#components/generated/documents.ts';
import { EmptyNotice, FaultNotice, LoadingNotice } from '#components/page/notice.tsx';
import { Page } from '#components/page/page.tsx';
import { TableFrame } from '#components/page/table-frame.tsx';
import { useMay } from '#components/shell/use-viewer.tsx';
import { Moment } from '#components/time/moment.tsx';
import { bounds } from '#domain/bounds.ts';
import { StartDialog } from './start-dialog.tsx';

export type WorkflowDetails = WorkflowsQuery['workflows']['nodes'][number];

/** Every workflow, and the way to start a run of it. */
export function WorkflowsPage() {
  const { data, fault, reload } = useReading({ query: WorkflowsDocument, variables: { first: bounds.pageSizeMax } });
  const workflows = data?.workflows.nodes;
  return (
    <Page title="Workflows">
      <div className="panel">
        {fault !== undefined && <FaultNotice fault={fault} onRetry={reload} />}
        {fault === undefined && workflows === undefined && <LoadingNotice rows={6} />}
        {workflows?.length === 0 && (
          <EmptyNotice>No workflow is published yet. Publish one through the API.</EmptyNotice>
        )}
        {workflows !== undefined && workflows.length > 0 && <WorkflowsTable workflows={workflows} />}
      </div>
    </Page>
  );
}

function WorkflowsTable({ workflows }: { workflows: readonly WorkflowDetails[] }) {
  const [starting, setStarting] = useState<WorkflowDetails>();
  const mayStart = useMay('run.operate');
  return (
    <div>
      <TableFrame label="Workflows">
        <thead>
          <tr>
            <th scope="col">Workflow</th>
            <th scope="col" className="w-1/2">
              Description
            </th>
            <th scope="col" className="number">
              Version
            </th>
            <th scope="col" className="number">
              Steps
            </th>
            <th scope="col">Published</th>
            <th scope="col">Runs</th>
            <th scope="col">
              <span className="sr-only">Start</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {workflows.map((workflow) => (
            <tr key={workflow.id}>
              <td className="font-medium">{workflow.name}</td>
              <td className="max-w-0 truncate text-quiet" title={workflow.description ?? undefined}>
                {workflow.description}
              </td>
              <td className="number">{workflow.version}</td>
              <td className="number">{workflow.latestVersion.stepCount}</td>
              <td>
                <Moment at={workflow.updatedAt} />
              </td>
              <td>
                <Link className="link" href={`/runs?q=${encodeURIComponent(`workflow:${workflow.name}`)}`}>
                  Runs<span className="sr-only"> of {workflow.name}</span>
                </Link>
              </td>
              <td className="text-right">
                {mayStart && (
                  <button type="button" className="button button-small" onClick={() => setStarting(workflow)}>
                    Start<span className="sr-only"> {workflow.name}</span>
                  </button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </TableFrame>
      {starting !== undefined && <StartDialog workflow={starting} onClose={() => setStarting(undefined)} />}
    </div>
  );
}
