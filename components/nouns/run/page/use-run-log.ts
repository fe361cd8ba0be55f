'use client';

import { useEffect, useState } from 'react';
import { useFeed } from '#components/live/feed-context.tsx';
import { cutShort, emptyLog, type RunLog, withLogged } from './run-log.ts';

/** The log of a run from its first line on, live. Undefined until the first lines came. */
export function useRunLog(runId: string): RunLog | undefined {
  const feed = useFeed();
  const [log, setLog] = useState<RunLog>();
  useEffect(
    () =>
      feed.followWhole(runId, {
        onEvents: (events) => setLog((now) => withLogged(now ?? emptyLog, events)),
        onStuck: () => setLog((now) => cutShort(now ?? emptyLog)),
      }),
    [feed, runId],
  );
  return log;
}
