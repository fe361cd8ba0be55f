'use client';

import { HistogramFold, HistogramPlace } from '#components/kit/histogram/histogram-fold.tsx';
import { ListBody, ListHead } from '#components/kit/page/list-parts.tsx';
import { Page } from '#components/kit/page/page.tsx';
import { usePlace } from '#components/kit/query/use-place.ts';
import type { Row } from '#components/live/live-list.ts';
import { usePulse } from '#components/live/use-pulse.ts';
import { ListAsk } from './list-ask.tsx';
import { ListRows } from './list-rows.tsx';
import { NoRows } from './no-rows.tsx';
import type { NounList } from './noun-list.ts';
import { useNounList } from './use-noun-list.ts';

// Values are counted anew at most this often: numbers that change faster cannot be read.
const countFacetsMs = 5_000;

/** Every row of a noun: asked for, live, looked into, acted upon. */
export function ListPage<R extends Row, Beside>({ list }: { list: NounList<R, Beside> }) {
  const { noun, Chart, Peek, Empty } = list;
  const place = usePlace();
  const { query, peek, look } = place;
  const view = useNounList(list, query);
  const pulse = usePulse({ topic: list.live.moves, after: view.list?.eventCursor, gapMs: countFacetsMs });
  const areRowsThere = view.list !== undefined;
  // Without a row there is no time to show, and nothing else moves when the place goes.
  const isEmpty = query === '' && view.list?.rows.length === 0;
  return (
    <Page title={noun.title} actions={<ListHead view={view} noun={noun.many} />} isFilled>
      {list.query !== undefined && (
        <ListAsk noun={noun} given={list.query} place={place} isDue={areRowsThere} pulse={pulse}>
          {Chart !== undefined && <HistogramFold />}
        </ListAsk>
      )}
      {Chart !== undefined && !isEmpty && (
        <HistogramPlace areRowsThere={areRowsThere}>
          <Chart query={query} pulse={pulse} onAsk={place.ask} />
        </HistogramPlace>
      )}
      <ListBody view={view} none={query === '' ? <Empty /> : <NoRows noun={noun} onClear={() => place.ask('')} />}>
        <ListRows list={list} view={view} place={place} />
      </ListBody>
      {Peek !== undefined && peek !== undefined && <Peek id={peek} onClose={() => look(undefined)} />}
    </Page>
  );
}
