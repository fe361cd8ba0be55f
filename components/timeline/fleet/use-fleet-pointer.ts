'use client';

import { type PointerEvent, useState } from 'react';
import { useGo } from '#components/address/tenant-context.tsx';
import type { FleetPointed } from './fleet-tip.tsx';
import { type FleetItem, type FleetLine, itemAt, pathOfItem } from './model/fleet-model.ts';
import { listOf } from './model/fleet-query.ts';
import { type Brush, type Spot, spotOf, useBrush } from './use-brush.ts';
import type { FleetTime } from './use-fleet-view.ts';

type Parts = {
  lines: readonly FleetLine[];
  time: FleetTime;
  setBrush: (brush: Brush | undefined) => void;
};

/** What the pointer does in the chart: it shows what is under it, opens what it presses, and brushes what it draws over. */
export function useFleetPointer({ lines, time, setBrush }: Parts) {
  const go = useGo();
  const [pointed, setPointed] = useState<FleetPointed>();
  const [pointerPx, setPointerPx] = useState<number>();
  const found = ({ place, px }: Spot): { line: FleetLine; item: FleetItem } | undefined => {
    const line = place === undefined ? undefined : lines[place];
    const item = line && itemAt(line.items, { px, scale: time.scale });
    return line === undefined || item === undefined ? undefined : { line, item };
  };
  const drawing = useBrush({
    scale: time.scale,
    rowAt: (place) => lines[place]?.row.id,
    onBrush: (drawn) => (drawn.row === undefined ? time.showSpan(drawn) : setBrush(drawn)),
    onPress: (spot) => {
      setBrush(undefined);
      const pressed = found(spot);
      if (pressed === undefined) return;
      const { line, item } = pressed;
      go(item.kind === 'part' ? listOf(line.row, item) : pathOfItem(item, line.row));
    },
  });
  return {
    pointed,
    setPointed,
    pointerPx,
    drawn: drawing.drawn,
    handlers: {
      onPointerDown: drawing.onPointerDown,
      onPointerUp: drawing.onPointerUp,
      onPointerCancel: drawing.onPointerCancel,
      onPointerMove: (event: PointerEvent<HTMLElement>) => {
        drawing.onPointerMove(event);
        const spot = spotOf(event);
        const under = spot.isOnLine && drawing.drawn === undefined ? found(spot) : undefined;
        setPointerPx(spot.isOnLine ? spot.px : undefined);
        setPointed(under && { row: under.line.row.name, item: under.item, x: event.clientX, y: event.clientY });
      },
      onPointerLeave: () => {
        setPointerPx(undefined);
        setPointed(undefined);
      },
    },
  };
}
