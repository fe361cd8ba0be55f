'use client';

import { createPortal } from 'react-dom';
import { useZone } from '#components/time/zone-context.tsx';
import type { FleetItem } from './model/fleet-model.ts';
import { wordsOf } from './model/fleet-words.ts';

/** What is pointed at, and where on the screen. */
export type FleetPointed = { row: string; item: FleetItem; x: number; y: number };

const tipWidthPx = 300;

/** The thing under the pointer, or the one that the arrows reached. */
export function FleetTip({ pointed: { row, item, x, y }, nowMs }: { pointed: FleetPointed; nowMs: number }) {
  const { timeZone } = useZone();
  const { title, when, more } = wordsOf(item, { nowMs, timeZone });
  const isLow = y > window.innerHeight - 140;
  return createPortal(
    <div
      role="tooltip"
      className="pointer-events-none fixed z-[70] flex flex-col gap-0.5 rounded-md border border-line bg-surface px-3 py-2 text-small shadow-float"
      style={{
        width: tipWidthPx,
        left: Math.max(8, Math.min(x + 12, window.innerWidth - tipWidthPx - 12)),
        ...(isLow ? { bottom: window.innerHeight - y + 12 } : { top: y + 18 }),
      }}
    >
      <span className="font-semibold">{title}</span>
      <span>{when}</span>
      {more !== '' && <span className="text-quiet">{more}</span>}
      {!title.startsWith(row) && <span className="truncate text-quiet">{row}</span>}
    </div>,
    document.body,
  );
}
