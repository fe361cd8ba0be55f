'use client';

import { HistogramFold, HistogramPlace } from '#components/kit/histogram/histogram-fold.tsx';
import { ListBody, ListHead } from '#components/kit/page/list-parts.tsx';
import { Page } from '#components/kit/page/page.tsx';
import type { Row } from '#components/live/list/live-list.ts';
import type { LiveListView } from '#components/live/list/use-live-list.ts';
import { usePulse } from '#components/live/refresh/use-pulse.ts';
import { ListAsk } from './list-ask.tsx';
import { ListRows } from './list-rows.tsx';
import { NoRows } from './no-rows.tsx';
import type { NounList } from './noun-list.ts';
import { useListPlace } from './use-list-place.ts';
import { useNounList } from './use-noun-list.ts';

// Values are counted anew at most this often: numbers that change faster cannot be read.
const countFacetsMs = 5_000;

/** Every row of a noun: asked for, live, looked into, acted upon. */
export function ListPage<R extends Row, Beside>({ list }: { list: NounList<R, Beside> }) {
  const { noun, Chart, Peek, Empty, filter } = list;
  const place = useListPlace(filter);
  const { query, peek, look } = place;
  const view = useNounList(list, query);
  const pulse = usePulse({ topic: list.live.moves, after: view.list?.eventCursor, gapMs: countFacetsMs });
  const areRowsThere = view.list !== undefined;
  // Without a row there is no time to show, and nothing else moves when the place goes.
  const isEmpty = !place.isNarrowed && view.list?.rows.length === 0;
  return (
    <Page title={noun.title} actions={<Head view={view} list={list} />} isFilled>
      {list.query !== undefined && (
        <ListAsk noun={noun} given={list.query} place={place} isDue={areRowsThere} pulse={pulse}>
          {Chart !== undefined && <HistogramFold />}
        </ListAsk>
      )}
      {filter !== undefined && (
        <div className="flex min-h-8 flex-wrap items-center gap-x-4 gap-y-2">
          <filter.Bar />
        </div>
      )}
      {Chart !== undefined && !isEmpty && (
        <HistogramPlace areRowsThere={areRowsThere}>
          <Chart query={query} pulse={pulse} onAsk={place.ask} />
        </HistogramPlace>
      )}
      <ListBody
        view={view}
        none={place.isNarrowed ? <NoRows noun={noun} onClear={place.clear} /> : <Empty query={query} />}
      >
        <ListRows list={list} view={view} place={place} />
      </ListBody>
      {Peek !== undefined && peek !== undefined && <Peek id={peek} onClose={() => look(undefined)} />}
    </Page>
  );
}

type HeadProps<R extends Row, Beside> = { view: LiveListView<R>; list: NounList<R, Beside> };

function Head<R extends Row, Beside>({ view, list: { noun, Actions } }: HeadProps<R, Beside>) {
  return (
    <>
      <ListHead view={view} noun={noun} />
      {Actions !== undefined && <Actions />}
    </>
  );
}
