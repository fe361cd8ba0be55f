'use client';

import { Workflow } from 'lucide-react';
import dynamic from 'next/dynamic';
import { ask } from '#components/api/ask.ts';
import {
  type ListedRunFragment,
  RunFacetsDocument,
  type RunFilter,
  RunIdsDocument,
  RunProgressDocument,
  RunQueryValuesDocument,
  RunsDocument,
} from '#components/generated/runs.ts';
import { ListPage } from '#components/kit/list/list-page.tsx';
import { NoRowsPanel } from '#components/kit/list/no-rows.tsx';
import type { NounList } from '#components/kit/list/noun-list.ts';
import { pageOf } from '#components/kit/list/page-of.ts';
import { withoutField } from '#components/kit/query/query-text.ts';
import { comparePath, runPath, screens } from '#components/kit/words/paths.ts';
import { shortId } from '#components/kit/words/short-id.ts';
import { applyToRun } from '#components/live/apply-event.ts';
import { longestSpanMs } from '#components/nouns/job/details/measured-span.ts';
import { run } from '#components/nouns/run/run.ts';
import { runLooks } from '#components/state/state-look.ts';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { ButtonLink } from '#components/ui/form/button.tsx';
import { pageBounds } from '#domain/bounds/page.ts';
import type { EventType } from '#domain/event-catalogue.ts';
import { runActs } from './run-acts.ts';
import { runColumns } from './run-columns.tsx';
import { complainAboutRuns, isByState, runViews, runVocabulary } from './run-query.ts';
import { isUnfinished, settlingTypes, withProgress } from './step-progress.ts';

const named = { first: pageBounds.pageSizeMax };
/** The event types with which a run comes into a state. */
const moves: EventType[] = ['run.started', 'run.succeeded', 'run.failed', 'run.cancelled', 'run.paused', 'run.resumed'];

// The rows come first; the chart's place is kept.
const Chart = dynamic(() => import('./run-histogram.tsx').then((module) => module.RunHistogram), { ssr: false });

const runList: NounList<ListedRunFragment> = {
  noun: run,
  query: {
    example: 'state:failed workflow:nightly started:>-2h',
    views: runViews,
    looks: runLooks,
    complainAbout: complainAboutRuns,
    vocabulary: runVocabulary({ workflows: [], schedules: [] }),
    values: ask(RunQueryValuesDocument, named, ({ workflows, schedules }) =>
      runVocabulary({ workflows: workflows.nodes, schedules: schedules.nodes }),
    ),
    facets: (query) => {
      const asked = {
        anyState: filterOf(withoutField(query, 'state')),
        anyWorkflow: filterOf(withoutField(query, 'workflow')),
      };
      return ask(RunFacetsDocument, asked, ({ states, workflows }) => [
        { field: 'state', title: 'State', facets: states.states, isExact: states.isExact },
        { field: 'workflow', title: 'Workflow', facets: workflows.workflows, isExact: workflows.isExact },
      ]);
    },
  },
  page: ({ query, ...page }) => ask(RunsDocument, { filter: filterOf(query), ...page }, ({ runs }) => pageOf(runs)),
  ids: ({ query, first }) =>
    ask(RunIdsDocument, { filter: filterOf(query), first }, ({ runs }) => runs.nodes.map(({ id }) => id)),
  live: {
    apply: applyToRun,
    follows: (query) => ({ kind: 'events', filter: { noun: 'RUN', query } }),
    arrivals: (query) => ({ kind: 'events', filter: { types: isByState(query) ? moves : ['run.started'] } }),
    moves: { kind: 'events', filter: { types: moves } },
  },
  // How many steps have settled does not travel with the events of a run.
  reread: {
    topic: { kind: 'events', filter: { noun: 'STEP', types: settlingTypes } },
    gapMs: 1_000,
    isWanted: isUnfinished,
    read: (ids) =>
      ask(RunProgressDocument, { ...named, ids }, ({ runs }) => {
        const found = new Map(runs.nodes.map(({ id, stepProgress }) => [id, stepProgress]));
        return (row) => withProgress(row, found);
      }),
  },
  columns: ({ rows }) =>
    runColumns(longestSpanMs(rows.map(({ startedAt, finishedAt }) => ({ from: startedAt, to: finishedAt })))),
  minWidth: '62rem',
  nameOf: ({ id, workflow }) => `${workflow.name} ${shortId(id)}`,
  stateOf: ({ state }) => state,
  pathOf: ({ id }) => runPath(id),
  pair: {
    pathOf: (one, other) => (one.workflow.id === other.workflow.id ? comparePath(one.id, other.id) : undefined),
    hint: 'Two runs of one workflow can be compared.',
  },
  Empty: NoRuns,
  Chart,
  acts: runActs,
};

function filterOf(query: string): RunFilter {
  return query === '' ? {} : { query };
}

function NoRuns() {
  return (
    <NoRowsPanel>
      <EmptyState
        Icon={Workflow}
        title="There are no runs yet."
        actions={<ButtonLink href={screens.workflows}>Workflows</ButtonLink>}
      >
        A run is one execution of a workflow. Start one from Workflows, or let a schedule do it.
      </EmptyState>
    </NoRowsPanel>
  );
}

/** Every run of the tenant: asked for, and live. */
export function RunsPage() {
  return <ListPage list={runList} />;
}
