'use client';

import { curveMonotoneX, line as curveThrough } from 'd3-shape';
import { Plus } from 'lucide-react';
import { memo, use } from 'react';
import { BaseEdge, EdgeLabelRenderer, type EdgeProps, getBezierPath } from 'reactflow';
import { ZoomContext } from '#components/graph/graph-scope.ts';
import { useIsMarked } from '#components/graph/mark.ts';
import { classes } from '#components/ui/classes.ts';
import { useLinkMark } from './canvas-marks.ts';
import { useCanvasScope } from './canvas-scope.ts';
import type { LinkOnCanvas } from './flow-parts.ts';
import { wordOfKind } from './kind-words.ts';

const smooth = curveThrough<{ x: number; y: number }>(
  ({ x }) => x,
  ({ y }) => y,
)
  .curve(curveMonotoneX)
  .digits(1);

/** One dependency: a curve around the steps between, with a word where it waits for something else than success. */
export const CanvasLink = memo(function CanvasLink(props: EdgeProps<LinkOnCanvas>) {
  const { id, data, markerEnd, selected } = props;
  const { hovered, insert } = useCanvasScope();
  const isHovered = useIsMarked(hovered, id);
  const mark = useLinkMark(id);
  const level = use(ZoomContext);
  const { sourceX, sourceY, sourcePosition, targetX, targetY, targetPosition } = props;
  const [bezier, middleX, middleY] = getBezierPath({
    sourceX,
    sourceY,
    sourcePosition,
    targetX,
    targetY,
    targetPosition,
  });
  const bends = data?.bends;
  const path =
    bends === undefined
      ? bezier
      : (smooth([{ x: sourceX, y: sourceY }, ...bends, { x: targetX, y: targetY }]) ?? bezier);
  const at = bends?.[Math.floor(bends.length / 2)] ?? { x: middleX, y: middleY };
  const words = [data?.on === 'success' ? undefined : wordOfKind(data?.on ?? ''), data?.condition && 'if'];
  const said = words.filter((word) => typeof word === 'string' && word !== '').join(', ');
  return (
    <>
      <BaseEdge
        path={path}
        {...(markerEnd !== undefined && { markerEnd })}
        interactionWidth={16}
        className={classes(
          'canvas-link',
          `canvas-link-${data?.on}`,
          mark !== undefined && `canvas-link-is-${mark}`,
          selected === true && 'canvas-link-chosen',
        )}
      />
      {said !== '' && level !== 'far' && (
        <EdgeLabelRenderer>
          <span
            className={classes('graph-edge-label', level === 'middle' && 'graph-edge-label-large')}
            data-whole={data?.condition ?? undefined}
            style={{ transform: `translate(${at.x}px, ${at.y}px) translate(-50%, -50%)` }}
          >
            {said}
          </span>
        </EdgeLabelRenderer>
      )}
      {(isHovered || selected === true) && data?.on !== 'compensation' && level !== 'far' && (
        <EdgeLabelRenderer>
          <button
            type="button"
            tabIndex={-1}
            aria-label="Insert a step here"
            className="canvas-plus"
            style={{ transform: `translate(${at.x}px, ${at.y - 20}px) translate(-50%, -50%)` }}
            onPointerEnter={() => hovered.set(id)}
            onPointerLeave={() => hovered.set(undefined)}
            onClick={() => insert.current?.(id)}
          >
            <Plus aria-hidden size={12} />
          </button>
        </EdgeLabelRenderer>
      )}
    </>
  );
});
