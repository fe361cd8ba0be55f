'use client';

import { curveOf, headOf } from '#components/graph/layout/edge-paths.ts';
import { nodeSize } from '#components/graph/layout/layout.ts';
import { type Picture, pictureOf } from '#components/nouns/workflow/definition/definition-graph.ts';
import { type PlacedPicture, placePicture } from '#components/nouns/workflow/definition/picture-layout.ts';
import { templates } from './templates.ts';

// A template never changes while the console is open.
const drawn = new Map<string, { picture: Picture; placed: PlacedPicture } | undefined>();

function drawingOf(key: string) {
  if (!drawn.has(key)) {
    const picture = pictureOf(templates.find((one) => one.key === key)?.text ?? '')?.picture;
    drawn.set(key, picture && { picture, placed: placePicture(picture) });
  }
  return drawn.get(key);
}

/** The shape of a template: its steps without their names, and how they lead on. */
export function TemplatePicture({ template }: { template: string }) {
  const drawing = drawingOf(template);
  if (drawing === undefined) return null;
  const { picture, placed } = drawing;
  return (
    <svg
      aria-hidden="true"
      viewBox={`0 0 ${placed.width} ${placed.height}`}
      className="size-full"
      preserveAspectRatio="xMinYMid meet"
    >
      {picture.edges.map((edge, index) => (
        <g key={`${edge.from} ${edge.to} ${edge.on}`}>
          <path
            d={curveOf({ edge, index }, placed)}
            fill="none"
            stroke="var(--control-line)"
            strokeWidth={4}
            strokeDasharray={edge.on === 'success' ? undefined : '14 10'}
          />
          <path d={headOf(edge, placed)} fill="var(--control-line)" stroke="var(--control-line)" strokeWidth={4} />
        </g>
      ))}
      {picture.nodes.map(({ stepKey, condition }) => {
        const { x, y } = placed.places.get(stepKey) ?? { x: 0, y: 0 };
        return (
          <rect
            key={stepKey}
            x={x}
            y={y}
            {...nodeSize}
            rx={10}
            fill="var(--surface)"
            stroke="var(--ink)"
            strokeWidth={4}
            strokeDasharray={condition === null ? undefined : '14 10'}
          />
        );
      })}
    </svg>
  );
}
