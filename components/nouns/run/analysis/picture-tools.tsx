'use client';

import { Spline } from 'lucide-react';
import { useUrl } from '#components/address/use-url.ts';
import { ExportMenu } from '#components/graph/export-menu.tsx';
import { shownRound, stepsByKey } from '#components/graph/graph-model.ts';
import { AddedSteps } from '#components/nouns/run/change/added-steps.tsx';
import type { RunDetails } from '#components/nouns/run/page/use-run.ts';
import { PictureMore } from '#components/nouns/run/picture/picture-more.tsx';
import { Button } from '#components/ui/form/button.tsx';
import type { Diagram } from '#domain/graph/diagram/diagram.ts';

type Parts = {
  run: RunDetails;
  /** Takes the steps that people added to the run. */
  onAdded: (stepKeys: ReadonlySet<string>) => void;
};

/** What is done with the graph of a run besides looking at it: marking its critical path and what was added, and taking it away as text. */
export function PictureTools({ run, onAdded }: Parts) {
  const { search, change } = useUrl();
  const isPathShown = search.get('path') !== null;
  const hasBegun = run.steps.some(({ startedAt }) => startedAt !== null);
  return (
    <>
      {run.changeCount > 0 && <AddedSteps run={run} onRead={onAdded} />}
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
      <PictureMore run={run} />
      <ExportMenu diagram={() => diagramOf(run)} />
    </>
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
