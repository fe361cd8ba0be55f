'use client';

import './timeline.css';
import { type KeyboardEvent, type PointerEvent, useEffect, useEffectEvent, useState } from 'react';
import { useZone } from '#components/time/zone-context.tsx';
import { ticksIn } from '#components/timeline/scale/ticks.ts';
import { msAt } from '#components/timeline/scale/time-scale.ts';
import type { TimelineView } from '#components/timeline/scale/use-timeline-view.ts';
import { axisPx, Crosshair, CrosshairWords, TimelineAxis, TimelineLines } from './timeline-axis.tsx';
import { rowPx, WaitPatterns } from './timeline-bars.tsx';
import { GroupRowView, labelPx, StepRowView, tailPx } from './timeline-row.tsx';
import { type GroupRow, rowsInView, type TimelineRow } from './timeline-rows.ts';
import { TimelineTip, type Tip } from './timeline-tip.tsx';

type Parts = {
  rows: readonly TimelineRow[];
  view: TimelineView;
  startMs: number;
  nowMs: number;
  isOpen: boolean;
  /** What stands above the line of now. */
  nowWord: string;
  critical: ReadonlySet<string>;
  selected: string | undefined;
  onSelect: (stepKey: string | undefined) => void;
  onToggle: (row: GroupRow) => void;
};

/** The rows of a timeline below their clock. Only what is in view is drawn. */
export function TimelineChart(parts: Parts) {
  const { rows, view, startMs, nowMs, isOpen, critical, selected, onSelect } = parts;
  const { scale, box, viewPx, heightPx, scrollX, scrollY } = view;
  const { timeZone } = useZone();
  const [pointerPx, setPointerPx] = useState<number>();
  const [tip, setTip] = useState<Tip>();
  const { reached, onKeyDown, onFocus } = useRowFocus(parts, setTip);
  const seen = rowsInView({ scrollPx: scrollY, heightPx: heightPx - axisPx, rowPx, count: rows.length });
  const ticks = ticksIn(scale, { fromPx: scrollX - 100, toPx: scrollX + viewPx + 100, timeZone });
  const line = { scale, ticks, nowMs: isOpen ? nowMs : null };
  const onPointerMove = (event: PointerEvent<HTMLDivElement>) => {
    const frame = event.currentTarget.getBoundingClientRect();
    const px = event.clientX - frame.left - labelPx + scrollX;
    const top = event.clientY - frame.top;
    const row = top < axisPx ? undefined : rows[Math.floor((top - axisPx + scrollY) / rowPx)];
    const isOnLine = event.clientX - frame.left > labelPx;
    setPointerPx(isOnLine ? px : undefined);
    setTip(
      isOnLine && row !== undefined ? { row, atMs: msAt(scale, px), x: event.clientX, y: event.clientY } : undefined,
    );
  };
  const leave = () => {
    setPointerPx(undefined);
    setTip(undefined);
  };
  return (
    <div
      ref={box}
      className="timeline-box"
      onScroll={view.onScroll}
      onPointerMove={onPointerMove}
      onPointerLeave={leave}
    >
      <WaitPatterns />
      {viewPx > 0 && (
        <div
          className="relative min-h-full"
          style={{ width: labelPx + scale.widthPx + tailPx, height: axisPx + rows.length * rowPx }}
        >
          <TimelineLines {...line} />
          <TimelineAxis {...line} nowWord={parts.nowWord}>
            {pointerPx !== undefined && <CrosshairWords view={view} px={pointerPx} startMs={startMs} />}
          </TimelineAxis>
          <ul aria-label="Steps over time" className="relative" onKeyDown={onKeyDown} onFocus={onFocus}>
            {rows.slice(seen.from, seen.to).map((row, index) => {
              const place = { place: seen.from + index, count: rows.length, isReached: row.id === reached, scale };
              if (row.kind === 'group')
                return <GroupRowView key={row.id} {...place} nowMs={nowMs} group={row} onToggle={parts.onToggle} />;
              const isGrowing = row.bars.at(-1)?.toMs === null;
              return (
                <StepRowView
                  key={row.id}
                  {...place}
                  // What has ended does not grow, and is not drawn again with every second.
                  nowMs={isGrowing ? nowMs : 0}
                  step={row.step}
                  bars={row.bars}
                  isChosen={row.step.stepKey === selected}
                  isCritical={critical.has(row.id)}
                  isInGroup={row.isInGroup}
                  attempt={row.attempt}
                  onChoose={onSelect}
                />
              );
            })}
          </ul>
          {pointerPx !== undefined && <Crosshair px={pointerPx} />}
        </div>
      )}
      {tip !== undefined && <TimelineTip tip={tip} nowMs={nowMs} />}
    </div>
  );
}

/** One row is in the order of the Tab key; the arrows go from row to row and along the line. */
function useRowFocus({ rows, view, selected }: Parts, setTip: (tip: Tip | undefined) => void) {
  const { box, heightPx, pan } = view;
  const chosen = rows.find((row) => row.kind === 'step' && row.step.stepKey === selected)?.id;
  const [last, setLast] = useState<string>();
  const isThere = rows.some((row) => row.id === last);
  const reached = isThere ? last : (chosen ?? rows[0]?.id);
  const reveal = (place: number) => {
    const element = box.current;
    if (element === null || place < 0) return;
    const top = place * rowPx;
    const room = heightPx - axisPx - rowPx;
    if (top < element.scrollTop) element.scrollTop = top;
    else if (top > element.scrollTop + room) element.scrollTop = top - room;
  };
  const focusRow = (place: number) => {
    const row = rows[Math.min(Math.max(0, place), rows.length - 1)];
    if (row === undefined) return;
    setLast(row.id);
    reveal(rows.indexOf(row));
    // The row is drawn with the scroll event that this brings.
    requestAnimationFrame(() =>
      requestAnimationFrame(() =>
        box.current?.querySelector<HTMLElement>(`[data-row="${CSS.escape(row.id)}"]`)?.focus({ preventScroll: true }),
      ),
    );
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const place = rows.findIndex((row) => row.id === reached);
    if (event.key === 'ArrowDown') focusRow(place + 1);
    else if (event.key === 'ArrowUp') focusRow(place - 1);
    else if (event.key === 'Home') focusRow(0);
    else if (event.key === 'End') focusRow(rows.length - 1);
    else if (event.key === 'ArrowRight') pan(0.2);
    else if (event.key === 'ArrowLeft') pan(-0.2);
    else return;
    event.preventDefault();
  };
  const onFocus = (event: React.FocusEvent<HTMLElement>) => {
    const id = event.target.dataset.row;
    if (id === undefined) return;
    setLast(id);
    setTip(undefined);
  };
  const show = useEffectEvent(() => reveal(rows.findIndex((row) => row.id === chosen)));
  const isMeasured = heightPx > 0;
  useEffect(() => {
    if (chosen !== undefined && isMeasured) show();
  }, [chosen, isMeasured]);
  return { reached, onKeyDown, onFocus };
}
