'use client';

import { waitColours } from './timeline-bars.tsx';
import type { Bar, WaitCause } from './timeline-step.ts';

const causeWords: Record<WaitCause, string> = {
  slot: 'waits for a slot',
  limit: 'held by a limit',
  paused: 'paused',
  time: 'waits for its time',
  other: 'waits',
};

/** What the hatchings mean, as far as they are in sight. */
export function TimelineLegend({ bars, hasPath }: { bars: readonly Bar[]; hasPath: boolean }) {
  const causes = new Set(bars.flatMap((bar) => (bar.kind === 'wait' ? [bar.cause] : [])));
  const hasRetry = bars.some(({ kind }) => kind === 'retry');
  return (
    <ul
      aria-label="Legend"
      className="flex h-6 min-w-0 flex-1 flex-wrap items-center gap-x-4 overflow-hidden px-1 text-small leading-6 text-quiet"
    >
      {[...causes].map((cause) => (
        <li key={cause} className="flex items-center gap-1.5">
          <svg aria-hidden width={18} height={10}>
            <rect width={18} height={10} fill={`url(#wait-${cause})`} stroke={`var(${waitColours[cause]})`} />
          </svg>
          {causeWords[cause]}
        </li>
      ))}
      {hasRetry && (
        <li className="flex items-center gap-1.5">
          <svg aria-hidden width={18} height={10}>
            <line x1={0} x2={18} y1={5} y2={5} className="timeline-retry" />
          </svg>
          until the next attempt
        </li>
      )}
      {hasPath && (
        <li className="flex items-center gap-1.5">
          <svg aria-hidden width={18} height={10}>
            <line x1={0} x2={18} y1={5} y2={5} strokeWidth={2} className="stroke-ink" />
          </svg>
          critical path
        </li>
      )}
    </ul>
  );
}
