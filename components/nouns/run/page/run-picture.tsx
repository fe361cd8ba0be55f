'use client';

import { useState } from 'react';
import { useUrl } from '#components/address/use-url.ts';
import { AddedContext } from '#components/graph/graph-scope.ts';
import { RunGraphView } from '#components/graph/run-graph.tsx';
import { takenPart } from '#components/graph/taken-part.ts';
import { CriticalGraph } from '#components/nouns/run/analysis/critical-graph.tsx';
import { Button } from '#components/ui/form/button.tsx';
import { isSettledRun } from '#domain/machines.ts';
import { PictureTools } from './late-views.tsx';
import type { RunDetails } from './use-run.ts';

type Parts = { run: RunDetails; isPast: boolean; selected: string | undefined; onSelect: (stepKey: string) => void };

/** The graph of a run; what no branch led to is left out of one that was over when it was opened. */
export function RunPicture({ run, isPast, selected, onSelect }: Parts) {
  const { search, change } = useUrl();
  // Nothing moves away under the eyes of somebody who watches a run.
  const [wasOverThen] = useState(() => isSettledRun(run.state));
  const wasOver = wasOverThen && !isPast;
  const taken = takenPart(run);
  const isAsked = search.get('skipped') !== null;
  const isWhole = isAsked || !wasOver || taken.skippedCount === 0;
  const { graph, steps } = isWhole ? run : taken;
  const [added, setAdded] = useState<ReadonlySet<string>>();
  return (
    <CriticalGraph run={run} isOn={search.get('path') !== null}>
      <AddedContext value={added}>
        <RunGraphView
          graph={graph}
          steps={steps}
          selected={selected}
          onSelect={onSelect}
          tools={
            <>
              {wasOver && taken.skippedCount > 0 && (
                <Button isSmall onClick={() => change({ skipped: isAsked ? undefined : '1' })}>
                  {isAsked ? 'Hide skipped' : `Show ${taken.skippedCount} skipped`}
                </Button>
              )}
              <PictureTools run={run} onAdded={setAdded} />
            </>
          }
        />
      </AddedContext>
    </CriticalGraph>
  );
}
