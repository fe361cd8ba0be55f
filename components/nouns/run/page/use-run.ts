'use client';

import { useEffect, useEffectEvent } from 'react';
import type { Fault } from '#components/api/fault.ts';
import { useReading } from '#components/api/use-reading.ts';
import { RunDocument, type RunQuery } from '#components/generated/run.ts';
import { applyToRunAndSteps, beginsToWait } from '#components/live/apply-event.ts';
import { useLive } from '#components/live/use-live.ts';

/** A run as its screen reads it. */
export type RunDetails = NonNullable<RunQuery['run']>;
type RunView = { run: RunDetails | null | undefined; fault: Fault | undefined; reload: () => void };

/** One run with its steps, live. Null when there is none of this id, undefined until it is known. */
export function useRun(id: string): RunView {
  const { data, fault, reload } = useReading({ query: RunDocument, variables: { id } });
  const snapshot = data?.run ?? undefined;
  const live = useLive({
    snapshot,
    after: snapshot?.eventCursor,
    topic: { kind: 'run', run: id },
    fold: applyToRunAndSteps,
    onResync: reload,
  });
  useReadOnMove({ snapshot, live, read: reload });
  return { run: data?.run === null ? null : live, fault, reload };
}

type Moving = { snapshot: RunDetails | undefined; live: RunDetails | undefined; read: () => void };

/** Reads a run once more when it is paused, resumed, changed, closing or over, or a step began to wait: reasons in full, and what is asked, do not travel with events. */
function useReadOnMove({ snapshot, live, read }: Moving): void {
  const readNow = useEffectEvent(read);
  const hasMoved = snapshot !== undefined && live !== undefined && isOther(snapshot, live);
  const newWaits = (live?.steps ?? []).filter(({ reason }) => reason?.message === beginsToWait).length;
  useEffect(() => {
    if (hasMoved || newWaits > 0) readNow();
  }, [hasMoved, newWaits]);
}

function isOther(snapshot: RunDetails, live: RunDetails): boolean {
  return snapshot.state !== live.state || snapshot.endsAs !== live.endsAs || snapshot.changeCount !== live.changeCount;
}
