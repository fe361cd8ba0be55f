'use client';

import { Plus } from 'lucide-react';
import { useGo } from '#components/address/tenant-context.tsx';
import { ask } from '#components/api/ask.ts';
import { WorkflowIdsDocument, type WorkflowRowFragment, WorkflowsDocument } from '#components/generated/workflows.ts';
import { ListPage } from '#components/kit/list/list-page.tsx';
import { NoRowsPanel } from '#components/kit/list/no-rows.tsx';
import type { NounList } from '#components/kit/list/noun-list.ts';
import { pageOf } from '#components/kit/list/page-of.ts';
import { SearchBar } from '#components/kit/list/search-bar.tsx';
import { usePageActions } from '#components/kit/page/page-actions.ts';
import { useMay } from '#components/kit/viewer/use-viewer.tsx';
import { newWorkflowPath, screens, workflowPath } from '#components/kit/words/paths.ts';
import type { Topic } from '#components/live/live-event.ts';
import { templateList } from '#components/nouns/workflow/definition/templates/template-list.ts';
import { workflow } from '#components/nouns/workflow/workflow.ts';
import { newsGapMs, workflowNews } from '#components/nouns/workflow/workflow-news.ts';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { ButtonLink } from '#components/ui/form/button.tsx';
import { pageBounds } from '#domain/bounds/page.ts';
import { NewDrafts } from './new-drafts.tsx';
import { workflowColumns } from './workflow-columns.tsx';

const moves: Topic = { kind: 'events', filter: { types: [...workflowNews] } };
const publications: Topic = { kind: 'events', filter: { types: ['workflow.published'] } };

const workflowList: NounList<WorkflowRowFragment> = {
  noun: workflow,
  filter: {
    Bar: () => (
      <>
        <SearchBar label="Search workflows" placeholder="Name or description" />
        <NewDrafts />
      </>
    ),
    read: (search) => search.get('q')?.trim() ?? '',
    params: ['q'],
  },
  page: (asked) => ask(WorkflowsDocument, asked, ({ workflows }) => pageOf(workflows)),
  ids: (asked) => ask(WorkflowIdsDocument, asked, ({ workflows }) => workflows.nodes.map(({ id }) => id)),
  live: { apply: (row) => row, follows: () => moves, arrivals: () => publications, moves },
  // Versions, last runs and schedules do not travel with events.
  reread: {
    topic: moves,
    isWanted: () => true,
    gapMs: newsGapMs,
    read: (ids) =>
      ask(WorkflowsDocument, { ids, first: pageBounds.pageSizeMax }, ({ workflows }) => {
        const now = new Map(workflows.nodes.map((row) => [row.id, row]));
        return (row) => now.get(row.id) ?? row;
      }),
  },
  columns: () => workflowColumns,
  lines: 2,
  minWidth: '60rem',
  nameOf: ({ name }) => name,
  pathOf: workflowPath,
  Empty: NoWorkflows,
  Actions: NewWorkflow,
};

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

// The first of them; the page of a new workflow has all.
const templatesShownMax = 4;

function NoWorkflows() {
  const mayEdit = useMay('workflow.edit');
  return (
    <NoRowsPanel>
      <EmptyState
        Icon={workflow.Icon}
        title="No workflow is published yet."
        actions={
          mayEdit &&
          templateList.slice(0, templatesShownMax).map(({ key, title }) => (
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
    </NoRowsPanel>
  );
}

/** Every workflow: how its last runs went, when it starts by itself, and the way to start it now. */
export function WorkflowsPage() {
  return <ListPage list={workflowList} />;
}
