'use client';

import { Spline } from 'lucide-react';
import { useState } from 'react';
import { useUrl } from '#components/address/use-url.ts';
import { ExportMenu } from '#components/graph/export-menu.tsx';
import { shownRound, stepsByKey } from '#components/graph/graph-model.ts';
import { RunGraphView } from '#components/graph/run-graph.tsx';
import { takenPart } from '#components/graph/taken-part.ts';
import { CriticalGraph } from '#components/nouns/run/analysis/critical-graph.tsx';
import { Button } from '#components/ui/form/button.tsx';
import type { Diagram } from '#domain/graph/diagram/diagram.ts';
import { isSettledRun } from '#domain/machines.ts';
import type { RunDetails } from './use-run.ts';

type Parts = { run: RunDetails; selected: string | undefined; onSelect: (stepKey: string) => void };

/** The graph of a run; what no branch led to is left out of one that was over when it was opened. */
export function RunPicture({ run, selected, onSelect }: Parts) {
  const { search, change } = useUrl();
  // Nothing moves away under the eyes of somebody who watches a run.
  const [wasOver] = useState(() => isSettledRun(run.state));
  const taken = takenPart(run);
  const isAsked = search.get('skipped') !== null;
  const isWhole = isAsked || !wasOver || taken.skippedCount === 0;
  const { graph, steps } = isWhole ? run : taken;
  const isPathShown = search.get('path') !== null;
  const hasBegun = run.steps.some(({ startedAt }) => startedAt !== null);
  return (
    <CriticalGraph run={run} isOn={isPathShown}>
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
            {hasBegun && (
              <Button
                isSmall
                Icon={Spline}
                aria-pressed={isPathShown}
                className="aria-pressed:border-ink aria-pressed:bg-raised"
                data-whole="The chain of steps that decided when the run ended."
                onClick={() => change({ path: isPathShown ? undefined : '1' })}
              >
                Critical path
              </Button>
            )}
            <ExportMenu diagram={() => diagramOf(run)} />
          </>
        }
      />
    </CriticalGraph>
  );
}

function diagramOf({ workflow, graph, steps }: RunDetails): Diagram {
  const byKey = stepsByKey(steps);
  const nodes = graph.nodes.map((node) => ({
    ...node,
    state: shownRound(byKey.get(node.stepKey) ?? [])?.state ?? 'PENDING',
  }));
  return { name: workflow.name, nodes, edges: graph.edges };
}
