'use client';

import { type ReactNode, useLayoutEffect, useRef, useState } from 'react';
import { type EdgeLabel, edgeLabels } from '#components/graph/layout/edge-labels.ts';
import { curveOf, headOf } from '#components/graph/layout/edge-paths.ts';
import { type GroupFrame, groupFrames } from '#components/graph/layout/group-frames.ts';
import { nodeSize } from '#components/graph/layout/layout.ts';
import { conditionsOf } from '#components/graph/step-conditions.ts';
import { diffLooks } from '#components/nouns/workflow/diff/diff-looks.ts';
import { edgeKey, type PictureMarks } from '#components/nouns/workflow/diff/diff-picture.ts';
import { colourOf } from '#components/state/state-look.ts';
import { classes } from '#components/ui/classes.ts';
import { Segmented } from '#components/ui/form/segmented.tsx';
import { ScrollBox } from '#components/ui/table/scroll-box.tsx';
import type { DiffKind } from '#domain/graph/diff/diff-definitions.ts';
import { type Picture, type PictureEdge, sayPicture } from './definition-graph.ts';
import { conditionHeight, type PlacedPicture, placePicture } from './picture-layout.ts';

const lineHeight = 14;
const frameNameHeight = 20;
// Smaller than this, names cannot be read: then the picture begins at full size, and its end is scrolled to.
const legibleScale = 0.4;

const zooms = [
  { value: 'fit', word: 'Fit' },
  { value: 'full', word: '100%' },
] as const;

type Parts = {
  picture: Picture;
  /** The text has moved on and cannot be read: this is how it was. */
  isStale?: boolean;
  onPick?: (stepKey: string) => void;
  /** What each step and edge is beside an earlier definition. */
  marks?: PictureMarks;
  /** What else stands below the picture. */
  tools?: ReactNode;
};

/** The steps of a definition and what they wait for, drawn. The text beside it says the same. */
export function DefinitionPicture({ picture, isStale = false, onPick, marks, tools }: Parts) {
  const [chosen, setZoom] = useState<'fit' | 'full'>();
  const placed = placePicture(picture);
  const [box, roomPx] = useRoom();
  const zoom = chosen ?? (roomPx < placed.width * legibleScale ? 'full' : 'fit');
  return (
    <div ref={box} className="flex h-full min-h-0 flex-col">
      <ScrollBox className="relative flex min-h-0 flex-1 overflow-auto bg-canvas">
        {/* Gives the box the height of the whole picture; the picture itself takes what it then gets. */}
        {zoom === 'fit' && (
          <div
            aria-hidden
            className="w-full self-start"
            style={{ maxWidth: placed.width, aspectRatio: `${placed.width} / ${placed.height}` }}
          />
        )}
        <Drawing
          picture={picture}
          placed={placed}
          isFit={zoom === 'fit'}
          isStale={isStale}
          onPick={onPick}
          marks={marks}
        />
      </ScrollBox>
      <footer className="flex h-9 shrink-0 items-center gap-4 border-t border-line px-3 text-small text-quiet">
        <span className="truncate">{isStale ? 'As it was when it could be read' : sayPicture(picture)}</span>
        <span className="ml-auto flex items-center gap-2">
          {tools}
          <Segmented label="Size of the picture" value={zoom} options={zooms} onChange={setZoom} />
        </span>
      </footer>
    </div>
  );
}

/** How wide the box is as it is first drawn. */
function useRoom() {
  const box = useRef<HTMLDivElement>(null);
  const [roomPx, setRoomPx] = useState(Number.POSITIVE_INFINITY);
  useLayoutEffect(() => setRoomPx(box.current?.clientWidth ?? Number.POSITIVE_INFINITY), []);
  return [box, roomPx] as const;
}

type DrawingParts = Parts & { placed: PlacedPicture; isFit: boolean };

function Drawing({ picture, placed, isFit, isStale = false, onPick, marks }: DrawingParts) {
  const { width, height } = placed;
  const conditions = conditionsOf(picture);
  const hasCondition = (stepKey: string) => conditions.has(stepKey);
  const frames = groupFrames(picture.groups ?? [], { places: placed.places, hasCondition });
  return (
    <svg
      // What can be pressed is not a picture.
      role={onPick === undefined ? 'img' : 'group'}
      aria-label={`Graph: ${sayPicture(picture)}`}
      viewBox={`0 0 ${width} ${height}`}
      {...(!isFit && { width, height })}
      // All of it, to its last step; a small graph is not blown up.
      style={{ ...(isFit && { maxWidth: width, maxHeight: height }), opacity: isStale ? 0.5 : 1 }}
      className={isFit ? 'absolute inset-0 m-auto size-full' : 'm-auto block shrink-0'}
    >
      {frames.map((frame) => (
        <Frame key={frame.key} frame={frame} />
      ))}
      {picture.edges.map((edge, index) => (
        <Edge
          key={`${edge.from} ${edge.to} ${edge.on}`}
          edge={edge}
          index={index}
          placed={placed}
          mark={marks?.edges.get(edgeKey(edge))}
        />
      ))}
      {edgeLabels(picture, { drawing: placed, fates: [], isNear: true }).map((label) => (
        <EdgeWords key={label.key} label={label} />
      ))}
      {picture.nodes.map(({ stepKey, task }) => {
        const { x, y } = placed.places.get(stepKey) ?? { x: 0, y: 0 };
        const condition = conditions.get(stepKey);
        return (
          <g key={stepKey}>
            <foreignObject x={x} y={y} {...nodeSize}>
              <Node stepKey={stepKey} task={task} onPick={onPick} mark={marks?.steps.get(stepKey)} />
            </foreignObject>
            {condition !== undefined && (
              <foreignObject x={x} y={y - conditionHeight} width={nodeSize.width} height={conditionHeight}>
                <p
                  className="w-fit max-w-full truncate bg-canvas px-1 font-mono text-small text-quiet"
                  data-whole={condition.lines.join('\n')}
                >
                  {condition.words}
                </p>
              </foreignObject>
            )}
          </g>
        );
      })}
    </svg>
  );
}

function Frame({ frame: { name, colour, x, y, width, height } }: { frame: GroupFrame }) {
  return (
    <g style={{ color: colour }}>
      <rect {...{ x, y, width, height }} rx={10} fill="currentColor" fillOpacity={0.07} />
      <rect {...{ x, y, width, height }} rx={10} fill="none" stroke="currentColor" strokeOpacity={0.55} />
      <foreignObject x={x + 10} y={y - frameNameHeight / 2 - 2} width={width - 20} height={frameNameHeight}>
        <p className="w-fit max-w-full truncate rounded border border-current bg-surface px-1.5 text-small leading-4 font-semibold">
          <span className="text-ink">{name}</span>
        </p>
      </foreignObject>
    </g>
  );
}

type NodeParts = { stepKey: string; task: string; onPick: Parts['onPick']; mark: DiffKind | undefined };

function Node({ stepKey, task, onPick, mark }: NodeParts) {
  const words = (
    <>
      <span className="flex items-center gap-2">
        <span className={classes('truncate text-lead font-semibold', mark === 'REMOVED' && 'line-through')}>
          {stepKey}
        </span>
        {mark !== undefined && <MarkWord mark={mark} />}
      </span>
      <span className="truncate text-quiet">{task}</span>
    </>
  );
  const changed = mark && diffLooks[mark];
  const look = classes(
    'flex h-full w-full flex-col justify-center rounded bg-surface px-3 text-left',
    changed === undefined ? 'border border-control' : 'border-2',
    changed?.isDashed && 'border-dashed',
  );
  const style = changed && { borderColor: colourOf(changed.family) };
  if (onPick === undefined)
    return (
      <div className={look} style={style}>
        {words}
      </div>
    );
  return (
    // The text is the way by keyboard: there Ctrl+F finds a step.
    <button
      type="button"
      tabIndex={-1}
      className={`${look} hover:bg-raised`}
      style={style}
      onClick={() => onPick(stepKey)}
    >
      {words}
    </button>
  );
}

function MarkWord({ mark }: { mark: DiffKind }) {
  const { word, family, Icon } = diffLooks[mark];
  return (
    <span
      className="ml-auto inline-flex shrink-0 items-center gap-1 text-small font-medium"
      style={{ color: colourOf(family) }}
    >
      <Icon aria-hidden size={12} strokeWidth={2.5} />
      {word}
    </span>
  );
}

type EdgeParts = { edge: PictureEdge; index: number; placed: PlacedPicture; mark: DiffKind | undefined };

function Edge({ edge, index, placed, mark }: EdgeParts) {
  // A text under work may name a step that is not there yet.
  if (!placed.places.has(edge.from) || !placed.places.has(edge.to)) return null;
  const changed = mark && diffLooks[mark];
  const ink = changed === undefined ? 'var(--control-line)' : colourOf(changed.family);
  const dashes = changed?.isDashed === true ? '2 4' : edge.on === 'success' ? undefined : '6 4';
  return (
    <g>
      <path
        d={curveOf({ edge, index }, placed)}
        fill="none"
        stroke={ink}
        strokeWidth={changed === undefined ? 1.5 : 2.5}
        strokeDasharray={dashes}
      />
      <path d={headOf(edge, placed)} fill={ink} />
    </g>
  );
}

function EdgeWords({ label: { x, y, words } }: { label: EdgeLabel }) {
  const lines = words.split('\n');
  return (
    <text
      y={y - ((lines.length - 1) * lineHeight) / 2}
      textAnchor="middle"
      dominantBaseline="central"
      fontSize="12"
      fill="var(--quiet)"
      stroke="var(--canvas)"
      strokeWidth="4"
      paintOrder="stroke"
    >
      {lines.map((line, n) => (
        <tspan key={line} x={x} dy={n === 0 ? 0 : lineHeight}>
          {line}
        </tspan>
      ))}
    </text>
  );
}
