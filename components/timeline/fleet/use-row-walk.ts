'use client';

import { type FocusEvent, type KeyboardEvent, useState } from 'react';
import { useGo } from '#components/address/tenant-context.tsx';
import { axisPx } from '#components/timeline/timeline-axis.tsx';
import { rowPx } from '#components/timeline/timeline-bars.tsx';
import { labelPx } from '#components/timeline/timeline-row.tsx';
import { announce } from '#components/ui/announcer.tsx';
import type { FleetPointed } from './fleet-tip.tsx';
import { type FleetItem, type FleetLine, nextItem, pathOfItem, placeOf } from './model/fleet-model.ts';
import { listOf } from './model/fleet-query.ts';
import type { Brush } from './use-brush.ts';
import type { FleetTime } from './use-fleet-view.ts';

type Parts = {
  lines: readonly FleetLine[];
  time: FleetTime;
  brush: Brush | undefined;
  setBrush: (brush: Brush | undefined) => void;
  point: (pointed: FleetPointed | undefined) => void;
  say: (item: FleetItem) => string;
};

// A brush by keys grows by this share of what is shown.
const brushShare = 1 / 24;

/**
 * One row is in the order of the Tab key. The arrows go from row to row and from thing to thing, Enter opens what was
 * reached, and with Shift the arrows brush.
 */
export function useRowWalk({ lines, time, brush, setBrush, point, say }: Parts) {
  const go = useGo();
  const [row, setRow] = useState<string>();
  const [key, setKey] = useState<string>();
  const place = Math.max(
    0,
    lines.findIndex((line) => line.row.id === row),
  );
  const line = lines[place];
  const item = line?.items.find((one) => one.key === key);
  const focus = (next: number) => {
    const wanted = lines[Math.min(Math.max(0, next), lines.length - 1)];
    if (wanted === undefined) return;
    setRow(wanted.row.id);
    setKey(undefined);
    point(undefined);
    time.box.current?.querySelector<HTMLElement>(`[data-row="${CSS.escape(wanted.row.id)}"]`)?.focus();
  };
  const step = (isRight: boolean) => {
    if (line === undefined) return;
    const next = nextItem(line.items, { from: key, isRight, nowMs: time.nowMs });
    if (next === undefined) return;
    setKey(next.key);
    announce(say(next));
    const frame = time.box.current?.getBoundingClientRect();
    const { startPx, endPx } = placeOf(next, time.scale);
    const top = axisPx + (place + 0.5) * rowPx - (time.box.current?.scrollTop ?? 0);
    const x = (frame?.left ?? 0) + labelPx + Math.min(time.widthPx, Math.max(0, (startPx + endPx) / 2));
    point({ row: line.row.name, item: next, x, y: (frame?.top ?? 0) + top });
  };
  const stretch = (isRight: boolean) => {
    if (line === undefined || time.span === undefined) return;
    const { fromMs, toMs } = time.span;
    const byMs = (toMs - fromMs) * brushShare;
    const own = brush?.row === line.row.id ? brush : undefined;
    const startMs = item?.fromMs ?? Math.min(time.nowMs, toMs);
    const base = own ?? { row: line.row.id, fromMs: startMs, toMs: startMs };
    setBrush(
      isRight
        ? { ...base, toMs: Math.min(toMs, base.toMs + byMs) }
        : { ...base, fromMs: Math.max(fromMs, base.fromMs - byMs) },
    );
  };
  const open = (): boolean => {
    if (line === undefined || item === undefined || brush !== undefined) return false;
    go(item.kind === 'part' ? listOf(line.row, item) : pathOfItem(item, line.row));
    return true;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const isSideways = event.key === 'ArrowLeft' || event.key === 'ArrowRight';
    const toRow = { ArrowDown: place + 1, ArrowUp: place - 1, Home: 0, End: lines.length - 1 }[event.key];
    if (isSideways) (event.shiftKey ? stretch : step)(event.key === 'ArrowRight');
    else if (toRow !== undefined) focus(toRow);
    else if (event.key !== 'Enter' || !open()) return;
    event.preventDefault();
  };
  return {
    reached: line?.row.id,
    marked: item === undefined ? undefined : { row: line?.row.id, key: item.key },
    onKeyDown,
    onFocus: (event: FocusEvent<HTMLElement>) => {
      const { row: id } = event.target.dataset;
      if (id === undefined || id === line?.row.id) return;
      setRow(id);
      setKey(undefined);
    },
  };
}
