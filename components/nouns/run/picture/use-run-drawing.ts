'use client';

import { useEffect, useEffectEvent, useMemo, useRef } from 'react';
import { useReading } from '#components/api/use-reading.ts';
import { RunDrawingDocument, type RunDrawingQuery } from '#components/generated/run-picture.ts';
import type { RunDetails } from '#components/nouns/run/page/use-run.ts';

type Drawing = NonNullable<RunDrawingQuery['run']>['graph'];
/** Steps that are drawn as belonging together. */
export type RunGroup = Drawing['groups'][number];

const none: readonly RunGroup[] = [];

/** What a graph is drawn with beside its steps: their groups, and the names of the workflows that steps run. */
export function useRunDrawing({ id, graph, changeCount }: RunDetails): {
  groups: readonly RunGroup[];
  workflows: ReadonlyMap<string, string>;
} {
  const withWorkflows = useMemo(() => graph.nodes.some(({ kind }) => kind === 'WORKFLOW'), [graph]);
  const { data, reload } = useReading({
    query: RunDrawingDocument,
    variables: { id, withWorkflows },
    keepsShown: true,
  });
  const readAgain = useEffectEvent(reload);
  const known = useRef(changeCount);
  useEffect(() => {
    // Only people change what is drawn.
    if (known.current !== changeCount) readAgain();
    known.current = changeCount;
  }, [changeCount]);
  const drawing = data?.run?.graph;
  const workflows = useMemo(() => workflowNames(drawing?.nodes ?? []), [drawing]);
  return { groups: drawing?.groups ?? none, workflows };
}

type Named = readonly { stepKey: string; workflow: string | null }[];

function workflowNames(nodes: Named): ReadonlyMap<string, string> {
  return new Map(nodes.flatMap(({ stepKey, workflow }) => (workflow === null ? [] : [[stepKey, workflow] as const])));
}
