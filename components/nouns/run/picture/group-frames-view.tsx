'use client';

import './group-frames.css';
import { memo, use, useMemo } from 'react';
import { useStore, ViewportPortal } from 'reactflow';
import { useGraphScope, ZoomContext } from '#components/graph/graph-scope.ts';
import { type DrawnGroup, groupFrames } from '#components/graph/layout/group-frames.ts';

/** The frames of the groups of a run, below its steps. */
export const GroupFrames = memo(function GroupFrames({ groups }: { groups: readonly DrawnGroup[] }) {
  const level = use(ZoomContext);
  const { steps } = useGraphScope();
  // Where the steps stand now: the graph may have been untangled.
  const nodes = useStore((store) => store.nodes);
  const frames = useMemo(() => {
    const places = new Map(nodes.map(({ id, position }) => [id, position]));
    return groupFrames(groups, { places, hasCondition: (stepKey) => steps.conditionOf(stepKey) !== undefined });
  }, [groups, nodes, steps]);
  return (
    <ViewportPortal>
      {frames.map(({ key, name, colour, x, y, width, height }) => (
        <div
          key={key}
          className="graph-frame"
          data-level={level}
          style={{ transform: `translate(${x}px, ${y}px)`, width, height, color: colour }}
        >
          <span className="graph-frame-name">
            <span>{name}</span>
          </span>
        </div>
      ))}
    </ViewportPortal>
  );
});
