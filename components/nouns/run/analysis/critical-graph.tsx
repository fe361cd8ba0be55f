'use client';

import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { PathContext } from '#components/graph/graph-scope.ts';
import type { RunDetails } from '#components/nouns/run/page/use-run.ts';
import { useNow } from '#components/time/clock.ts';
import { isSettledRun } from '#domain/machines.ts';

type Analyse = typeof import('./analysis-of-run.ts')['analysisOfRun'];
type Parts = { run: RunDetails; isOn: boolean; children: ReactNode };

/** Marks the critical path of a run in the graph inside, when it is asked for; what finds it is fetched then. */
export function CriticalGraph({ run, isOn, children }: Parts) {
  const [analyse, setAnalyse] = useState<Analyse>();
  useEffect(() => {
    if (!isOn) return;
    void import('./analysis-of-run.ts').then((found) => setAnalyse(() => found.analysisOfRun));
  }, [isOn]);
  if (!isOn || analyse === undefined) return <PathContext value={undefined}>{children}</PathContext>;
  return (
    <Marked run={run} analyse={analyse}>
      {children}
    </Marked>
  );
}

function Marked({ run, analyse, children }: { run: RunDetails; analyse: Analyse; children: ReactNode }) {
  const nowMs = useNow();
  const untilMs = isSettledRun(run.state) ? 0 : nowMs;
  const path = useMemo(() => analyse(run, untilMs).criticalPath, [analyse, run, untilMs]);
  // The path of a run that goes on is found anew with every second and is the same most times: then no node is drawn.
  const [kept, setKept] = useState(path);
  if (kept !== path && kept.join() !== path.join()) setKept(path);
  return <PathContext value={kept}>{children}</PathContext>;
}
