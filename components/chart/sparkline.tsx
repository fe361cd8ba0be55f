import { colourOf } from '#components/state/state-look.ts';
import { type SparkPart, sparkColumns } from './spark-columns.ts';

type Parts = { label: string; parts: readonly SparkPart[]; widthPx?: number };

const heightPx = 20;

/** What was done and what failed over time, in the height of a line. */
export function Sparkline({ label, parts, widthPx = 96 }: Parts) {
  return (
    <svg role="img" aria-label={label} width={widthPx} height={heightPx} className="block shrink-0">
      <line x1={0} x2={widthPx} y1={heightPx - 0.5} y2={heightPx - 0.5} stroke="var(--line)" />
      {sparkColumns(parts, { widthPx, heightPx: heightPx - 1 }).map(({ x, width, goodPx, badPx }) => (
        <g key={x}>
          <rect x={x} y={heightPx - 1 - goodPx} width={width} height={goodPx} fill={colourOf('success')} />
          <rect x={x} y={heightPx - 1 - goodPx - badPx} width={width} height={badPx} fill={colourOf('failed')} />
        </g>
      ))}
    </svg>
  );
}
