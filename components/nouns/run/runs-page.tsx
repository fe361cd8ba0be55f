'use client';

import { ListX, Workflow } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { HistogramFold, HistogramPlace } from '#components/kit/histogram/histogram-fold.tsx';
import { ListBody, ListHead } from '#components/kit/page/list-parts.tsx';
import { Page } from '#components/kit/page/page.tsx';
import { uncounted } from '#components/kit/query/facets.ts';
import { ListQuery } from '#components/kit/query/list-query.tsx';
import { usePlace } from '#components/kit/query/use-place.ts';
import { screens } from '#components/kit/words/paths.ts';
import type { Topic } from '#components/live/live-event.ts';
import { usePulse } from '#components/live/use-pulse.ts';
import { runLooks } from '#components/state/state-look.ts';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Button, ButtonLink } from '#components/ui/form/button.tsx';
import { bounds } from '#domain/bounds.ts';
import { runStates } from '#domain/machines.ts';
import { RunList } from './run-list.tsx';
import { complainAboutRuns, runViews } from './run-query.ts';
import { useRunValues } from './use-run-values.ts';
import { runMoves, useRuns } from './use-runs.ts';

const states = uncounted(runStates);
// The rows come first; the chart's place is kept.
const RunHistogram = dynamic(() => import('./run-histogram.tsx').then((module) => module.RunHistogram), { ssr: false });

const moves: Topic = { kind: 'events', filter: { types: runMoves } };

/** Every run of the tenant: asked for, and live. */
export function RunsPage() {
  const { query, ask } = usePlace();
  const view = useRuns(query);
  const pulse = usePulse({ topic: moves, after: view.list?.eventCursor, gapMs: bounds.countFacetsMs });
  const [isWriting, setIsWriting] = useState(false);
  const vocabulary = useRunValues(isWriting);
  // Without a run there is no time to show, and nothing else moves when the place goes.
  const isEmpty = query === '' && view.list?.rows.length === 0;
  return (
    <Page title="Runs" actions={<ListHead view={view} noun="runs" />} isFilled>
      <ListQuery
        list="runs"
        whole="All runs"
        views={runViews}
        label="Filter runs"
        example="state:failed workflow:nightly started:>-2h"
        query={query}
        vocabulary={vocabulary}
        looks={runLooks}
        complainAbout={complainAboutRuns}
        onAsk={ask}
        onFocus={() => setIsWriting(true)}
        states={states}
      >
        <HistogramFold />
      </ListQuery>
      {!isEmpty && (
        <HistogramPlace areRowsThere={view.list !== undefined}>
          <RunHistogram query={query} pulse={pulse} onAsk={ask} />
        </HistogramPlace>
      )}
      <ListBody view={view} none={<NoRuns query={query} onClear={() => ask('')} />}>
        <RunList view={view} />
      </ListBody>
    </Page>
  );
}

function NoRuns({ query, onClear }: { query: string; onClear: () => void }) {
  return (
    <div className="panel min-h-0 flex-1">
      {query === '' ? (
        <EmptyState
          Icon={Workflow}
          title="There are no runs yet."
          actions={<ButtonLink href={screens.workflows}>Workflows</ButtonLink>}
        >
          A run is one execution of a workflow. Start one from Workflows, or let a schedule do it.
        </EmptyState>
      ) : (
        <EmptyState
          Icon={ListX}
          title="No run matches these filters."
          actions={<Button onClick={onClear}>Clear filters</Button>}
        >
          New ones appear here by themselves as soon as they match.
        </EmptyState>
      )}
    </div>
  );
}
