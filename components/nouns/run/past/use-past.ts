'use client';

import { useEffect, useEffectEvent, useMemo, useState } from 'react';
import { useUrl } from '#components/address/use-url.ts';
import { useReading } from '#components/api/use-reading.ts';
import { RunMomentDocument } from '#components/generated/past.ts';
import { RunChangesDocument } from '#components/generated/run-change.ts';
import type { RunDetails } from '#components/nouns/run/page/use-run.ts';
import { type Addition, momentAt, placeNow, runAt, toRead } from './past-run.ts';

// An address that changes with every event of a quick hand is refused by browsers.
const addressMs = 200;

/** The moment that the address asks for, and the ways to another one. */
export function usePast(run: RunDetails) {
  const { search, change } = useUrl();
  // Where the hand is; the address follows when it rests.
  const [ahead, setAhead] = useState<number>();
  const { asked, isAhead } = placeNow(ahead, search.get('at'));
  const { data, fault, reload } = useReading({
    query: RunMomentDocument,
    variables: { run: run.id, ...toRead(asked) },
    keepsShown: true,
  });
  // Otherwise it would count again once somebody goes elsewhere by the address.
  if (ahead !== undefined && !isAhead) setAhead(undefined);
  const rest = useEffectEvent((place: number) => change({ at: String(place) }));
  useEffect(() => {
    if (ahead === undefined) return;
    const timer = setTimeout(() => rest(ahead), addressMs);
    return () => clearTimeout(timer);
  }, [ahead]);
  const changes = useChanges(run);
  const read = data?.runMoment ?? undefined;
  const lastSeq = read?.lastSeq ?? 0;
  const seq = 'seq' in asked ? Math.min(asked.seq, read === undefined ? asked.seq : lastSeq) : (read?.seq ?? 0);
  const moment = useMemo(() => (read === undefined ? undefined : momentAt(read, seq)), [read, seq]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is told of the past does not change with what happens now
  const past = useMemo(
    () => (moment === undefined || changes === undefined ? undefined : runAt(run, moment, changes)),
    [moment, changes],
  );
  return {
    ...{ past, seq, lastSeq, fault, reload },
    isTold: read !== undefined,
    failures: read?.failures ?? [],
    event: read?.next[seq - read.seq - 1],
    goTo: (wanted: number) => setAhead(Math.min(Math.max(0, wanted), lastSeq)),
    leave: () => {
      setAhead(undefined);
      change({ at: undefined });
    },
  };
}

const none: Addition[] = [];

/** What was changed of the run; undefined until it is known. */
function useChanges(run: RunDetails): readonly Addition[] | undefined {
  const isChanged = run.changeCount > 0;
  const { data, fault, reload } = useReading({
    query: RunChangesDocument,
    variables: { id: run.id },
    pause: !isChanged,
  });
  const changes = data?.run?.changes;
  const readAgain = useEffectEvent(reload);
  useEffect(() => {
    if (changes !== undefined && changes.length < run.changeCount) readAgain();
  }, [changes, run.changeCount]);
  return isChanged && fault === undefined ? changes : none;
}

export type Past = ReturnType<typeof usePast>;
