'use client';

import { useEffect, useState } from 'react';
import { useFeed } from '#components/live/feed-context.tsx';
import { emptyLog, type RunLog, withLogged } from './run-log.ts';

/** The log of a run from its first line on, live. Undefined until the first lines came. */
export function useRunLog(runId: string): RunLog | undefined {
  const feed = useFeed();
  const [log, setLog] = useState<RunLog>();
  const [round, setRound] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new round begins with the first line again
  useEffect(
    () =>
      feed.follow(
        { kind: 'run', run: runId },
        {
          after: undefined,
          onEvents: (events) => setLog((now) => withLogged(now ?? emptyLog, events)),
          onResync: () => {
            setLog(undefined);
            setRound((count) => count + 1);
          },
        },
      ),
    [feed, runId, round],
  );
  return log;
}
