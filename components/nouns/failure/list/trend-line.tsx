import { sayHours, trendBars } from './trend.ts';

const size = { width: 120, height: 18 };

/** How often it was seen in the last hours, as bars and in words. */
export function TrendLine({ trend }: { trend: readonly { at: string; count: number }[] }) {
  const words = sayHours(trend);
  const { bars } = trendBars(trend, size);
  return (
    <span data-whole={words} className="block">
      <svg aria-hidden width={size.width} height={size.height} className="block overflow-visible">
        <line x1={0} x2={size.width} y1={size.height - 0.5} y2={size.height - 0.5} className="stroke-line" />
        {bars.map(({ key, left, width, height }) => (
          <rect key={key} x={left} y={size.height - height} width={width} height={height} fill="var(--state-failed)" />
        ))}
      </svg>
      <span className="sr-only">{words}</span>
    </span>
  );
}
