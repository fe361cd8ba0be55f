'use client';

import { createPortal } from 'react-dom';
import { jobLooks } from '#components/state/state-look.ts';
import { StateMark } from '#components/state/state-mark.tsx';
import { useZone } from '#components/time/zone-context.tsx';
import { classes } from '#components/ui/classes.ts';
import { sayBar } from './bar-words.ts';
import type { TimelineRow } from './timeline-rows.ts';

/** The row and the instant under the pointer, and where the pointer is. */
export type Tip = { row: TimelineRow; atMs: number; x: number; y: number };

// More lines than this would hide the chart.
const linesMax = 10;
const tipWidthPx = 420;

/** Every stretch of the row under the pointer with its exact times; the one that is pointed at stands out. */
export function TimelineTip({ tip, nowMs }: { tip: Tip; nowMs: number }) {
  const { timeZone } = useZone();
  const { row, atMs } = tip;
  if (row.kind === 'group' || row.bars.length === 0) return null;
  const left = Math.min(tip.x + 14, window.innerWidth - tipWidthPx - 12);
  const isLow = tip.y > window.innerHeight - 220;
  return createPortal(
    <div
      role="tooltip"
      className="pointer-events-none fixed z-[70] flex flex-col gap-1 rounded-md border border-line bg-surface px-3 py-2 text-small shadow-float"
      style={{
        left,
        width: tipWidthPx,
        ...(isLow ? { bottom: window.innerHeight - tip.y + 14 } : { top: tip.y + 18 }),
      }}
    >
      <span className="flex items-center justify-between gap-3">
        <span className="truncate font-semibold">{row.step.stepKey}</span>
        <StateMark look={jobLooks[row.step.state]} />
      </span>
      {row.bars.slice(-linesMax).map((bar) => {
        const words = sayBar(bar, { nowMs, timeZone });
        const isMeant = atMs >= bar.fromMs && atMs <= (bar.toMs ?? nowMs);
        return (
          <span
            key={`${bar.kind} ${bar.fromMs}`}
            className={classes('grid grid-cols-[1fr_auto_4.5rem] gap-3', isMeant ? 'font-semibold' : 'text-quiet')}
          >
            <span className="truncate">{words.what}</span>
            <span>{words.when}</span>
            <span className="text-right">{words.howLong}</span>
          </span>
        );
      })}
    </div>,
    document.body,
  );
}
