'use client';

import { useState } from 'react';
import { useReading } from '#components/api/use-reading.ts';
import { LoopItemsDocument, RunLoopsDocument } from '#components/generated/loops.ts';
import { useRefreshOnEvents } from '#components/live/refresh/use-refresh-on-events.ts';
import type { TimedStep } from '#components/timeline/timeline-step.ts';
import { pageBounds } from '#domain/bounds/page.ts';
import { type Loops, loopRowId } from './loop-rows.ts';

/** The loops of a run, live; one at a time is open. Nothing is asked of a run that has none. */
export function useLoops(runId: string, steps: readonly TimedStep[]) {
  const [open, setOpen] = useState<string>();
  const isNone = !steps.some(({ isLoop }) => isLoop);
  const counted = useReading({ query: RunLoopsDocument, variables: { id: runId }, pause: isNone, keepsShown: true });
  const items = useReading({
    query: LoopItemsDocument,
    variables: { run: runId, step: open ?? '', first: pageBounds.pageSizeMax },
    pause: open === undefined,
  });
  const read = () => {
    if (!isNone) counted.reload();
    if (open !== undefined) items.reload();
  };
  useRefreshOnEvents({ topic: { kind: 'run', run: runId }, after: counted.data?.run?.eventCursor, read });
  const found = (counted.data?.run?.steps ?? []).flatMap(({ stepKey, loop }) =>
    loop === null ? [] : [[stepKey, loop] as const],
  );
  const loops: Loops = { counts: new Map(found), open, items: items.data?.loopJobs.nodes ?? [] };
  const known = new Map(found.map(([stepKey]) => [loopRowId(stepKey), stepKey]));
  return {
    loops,
    /** True when the row was one of a loop, which is open now or closed. */
    toggle: (rowId: string): boolean => {
      const stepKey = known.get(rowId);
      if (stepKey === undefined) return false;
      setOpen(open === stepKey ? undefined : stepKey);
      return true;
    },
  };
}
