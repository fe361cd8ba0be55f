'use client';

import { useState } from 'react';
import { type Answer, useReading } from '#components/api/use-reading.ts';
import { FleetTimelineDocument, type FleetTimelineQuery } from '#components/generated/fleet.ts';
import { useRefreshOnEvents } from '#components/live/refresh/use-refresh-on-events.ts';
import { useRegularRefresh } from '#components/live/refresh/use-regular-refresh.ts';
import type { Span } from '#components/timeline/scale/time-scale.ts';
import type { EventType } from '#domain/event-catalogue.ts';
import type { FleetRow } from './model/fleet-model.ts';

// As many rows as a tall window has room for.
const rowsPerPage = 30;
// Bars that move more often than this are not read, and counting a crowded window is not free.
const gapMs = 2_000;
// What no event tells: instants that pass, and workers that are not heard of.
const againMs = 15_000;

const moves: EventType[] = [
  'job.started',
  'job.succeeded',
  'job.failed',
  'job.dead',
  'job.cancelled',
  'job.retrying',
  'run.started',
  'run.succeeded',
  'run.failed',
  'run.cancelled',
  'run.paused',
  'run.resumed',
  'schedule.created',
  'schedule.updated',
  'schedule.paused',
  'schedule.resumed',
  'schedule.ended',
];

export type Fleet = {
  answer: Answer<FleetTimelineQuery>;
  /** How many rows stand before those of this page. */
  before: number;
  toNext: (() => void) | undefined;
  toFirst: (() => void) | undefined;
};

type Asked = { by: FleetRow['kind']; span: Span | undefined };

/** A page of the rows, live. Every page begins again where the one before ended, whatever moved meanwhile. */
export function useFleet({ by, span }: Asked): Fleet {
  const [place, setPlace] = useState<{ by: string; after: string | null; before: number }>();
  const own = place?.by === by ? place : undefined;
  const answer = useReading({
    query: FleetTimelineDocument,
    variables: {
      by,
      from: new Date(span?.fromMs ?? 0).toISOString(),
      to: new Date(span?.toMs ?? 0).toISOString(),
      first: rowsPerPage,
      after: own?.after ?? null,
    },
    pause: span === undefined,
    keepsShown: true,
  });
  const shown = answer.data?.fleetTimeline;
  useRegularRefresh(answer.reload, againMs);
  useRefreshOnEvents({
    topic: { kind: 'events', filter: { types: moves } },
    after: shown?.eventCursor,
    read: answer.reload,
    gapMs,
  });
  const before = own?.before ?? 0;
  const next = shown?.pageInfo.hasNextPage === true ? shown.pageInfo.endCursor : null;
  return {
    answer,
    before,
    toNext:
      next === null ? undefined : () => setPlace({ by, after: next, before: before + (shown?.nodes.length ?? 0) }),
    toFirst: own === undefined ? undefined : () => setPlace(undefined),
  };
}
