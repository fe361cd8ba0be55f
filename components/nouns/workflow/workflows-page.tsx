'use client';

import { Plus, Search, Workflow as WorkflowSign } from 'lucide-react';
import { Suspense } from 'react';
import { useGo } from '#components/address/tenant-context.tsx';
import { useReading } from '#components/api/use-reading.ts';
import { WorkflowsDocument, type WorkflowsQuery } from '#components/generated/documents.ts';
import { FaultNotice } from '#components/kit/page/notice.tsx';
import { Page } from '#components/kit/page/page.tsx';
import { newWorkflowPath, screens } from '#components/kit/words/paths.ts';
import { useRefreshOnEvents } from '#components/live/use-refresh-on-events.ts';
import { templates } from '#components/nouns/workflow/definition/templates.ts';
import { usePageActions } from '#components/shell/page-actions.ts';
import { useMay } from '#components/shell/session/use-viewer.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Button, ButtonLink } from '#components/ui/form/button.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { useUrl } from '#components/ui/use-url.ts';
import { bounds } from '#domain/bounds.ts';
import { newsGapMs, workflowNews } from './workflow-news.ts';
import { matchingWorkflows } from './workflow-search.ts';
import { WorkflowsTable } from './workflows-table.tsx';

export type WorkflowRow = WorkflowsQuery['workflows']['nodes'][number];

/** Every workflow: how its last runs went, when it starts by itself, and the way to start it now. */
export function WorkflowsPage() {
  return (
    <Page title="Workflows" actions={<NewWorkflow />}>
      <Suspense>
        <Workflows />
      </Suspense>
    </Page>
  );
}

function NewWorkflow() {
  const go = useGo();
  const mayEdit = useMay('workflow.edit');
  const open = () => go(screens.newWorkflow);
  usePageActions(mayEdit ? [{ word: 'New workflow', act: open, Icon: Plus }] : []);
  if (!mayEdit) return null;
  return (
    <ButtonLink kind="primary" Icon={Plus} href={screens.newWorkflow}>
      New workflow
    </ButtonLink>
  );
}

function Workflows() {
  const { search, change } = useUrl();
  const { data, fault, reload } = useReading({ query: WorkflowsDocument, variables: { first: bounds.pageSizeMax } });
  useRefreshOnEvents({
    topic: { kind: 'events', filter: { types: [...workflowNews] } },
    after: data?.workflows.eventCursor,
    read: reload,
    gapMs: newsGapMs,
  });
  const typed = search.get('q') ?? '';
  const workflows = data?.workflows.nodes;
  if (workflows === undefined) {
    return (
      <div className="panel">{fault === undefined ? <Skeleton /> : <FaultNotice fault={fault} onRetry={reload} />}</div>
    );
  }
  if (workflows.length === 0) return <NoWorkflows />;
  const found = matchingWorkflows(workflows, typed);
  return (
    <>
      <SearchField typed={typed} onType={(text) => change({ q: text })} />
      {fault !== undefined && <FaultNotice fault={fault} onRetry={reload} />}
      <div className="panel">
        {workflows.length < (data?.workflows.totalCount ?? 0) && (
          <p className="border-b border-line px-3 py-2 text-quiet">
            The newest {workflows.length} are listed and searched.
          </p>
        )}
        {found.length > 0 ? (
          <WorkflowsTable workflows={found} />
        ) : (
          <EmptyState
            title="No workflow has these words."
            actions={<Button onClick={() => change({ q: undefined })}>Clear search</Button>}
          />
        )}
      </div>
    </>
  );
}

function SearchField({ typed, onType }: { typed: string; onType: (text: string) => void }) {
  return (
    <search className="relative max-w-md">
      <Search aria-hidden size={14} className="absolute top-2.25 left-2.5 text-quiet" />
      <input
        type="search"
        aria-label="Search workflows"
        data-query-bar
        placeholder="Name or description"
        className="field w-full pl-8"
        value={typed}
        onChange={(event) => onType(event.currentTarget.value)}
      />
    </search>
  );
}

function NoWorkflows() {
  const mayEdit = useMay('workflow.edit');
  return (
    <div className="panel">
      <EmptyState
        Icon={WorkflowSign}
        title="No workflow is published yet."
        actions={
          mayEdit &&
          templates.map(({ key, title }) => (
            <ButtonLink key={key} href={newWorkflowPath(key)}>
              {title}
            </ButtonLink>
          ))
        }
      >
        {mayEdit
          ? 'A workflow puts tasks in order: what runs first, what may run side by side, and what happens when a step fails. Begin with one of these.'
          : 'A workflow puts tasks in order. An editor of this tenant can publish one.'}
      </EmptyState>
    </div>
  );
}
