'use client';

import '#components/timeline/timeline.css';
import { sayStamp } from '#components/time/say-time.ts';
import { useZone } from '#components/time/zone-context.tsx';
import { ticksIn } from '#components/timeline/scale/ticks.ts';
import { msAt } from '#components/timeline/scale/time-scale.ts';
import { axisPx, Crosshair, TimelineAxis, TimelineLines } from '#components/timeline/timeline-axis.tsx';
import { rowPx } from '#components/timeline/timeline-bars.tsx';
import { labelPx } from '#components/timeline/timeline-row.tsx';
import { BrushMark, FleetLineView } from './fleet-line.tsx';
import { type FleetPointed, FleetTip } from './fleet-tip.tsx';
import type { FleetItem, FleetLine } from './model/fleet-model.ts';
import { sayItem, sayLine } from './model/fleet-words.ts';
import type { Brush } from './use-brush.ts';
import { useFleetPointer } from './use-fleet-pointer.ts';
import type { FleetTime } from './use-fleet-view.ts';
import { useRowWalk } from './use-row-walk.ts';

type Parts = {
  lines: readonly FleetLine[];
  time: FleetTime;
  corner: string;
  brush: Brush | undefined;
  setBrush: (brush: Brush | undefined) => void;
};

/** The rows below their clock. A press opens what is there, drawing over a row brushes, drawing over the clock zooms. */
export function FleetChart({ lines, time, corner, brush, setBrush }: Parts) {
  const { scale, span, nowMs, widthPx } = time;
  const { timeZone } = useZone();
  const pointer = useFleetPointer({ lines, time, setBrush });
  const { pointed, pointerPx } = pointer;
  const clock = { nowMs, timeZone };
  const say = (item: FleetItem) => sayItem(item, clock);
  const walk = useRowWalk({ lines, time, brush, setBrush, point: pointer.setPointed, say });
  const ticks = ticksIn(scale, { fromPx: -100, toPx: widthPx + 100, timeZone });
  const isNowShown = span !== undefined && nowMs >= span.fromMs && nowMs <= span.toMs;
  const axis = { scale, ticks, nowMs: isNowShown ? nowMs : null };
  const shownBrush = pointer.drawn ?? brush;
  return (
    <div ref={time.box} className="timeline-box fleet-box" {...pointer.handlers}>
      {widthPx > 0 && span !== undefined && (
        <div
          className="relative min-h-full"
          style={{ width: labelPx + widthPx, height: axisPx + lines.length * rowPx }}
        >
          {axis.nowMs !== null && <ToCome fromPx={((nowMs - span.fromMs) / (span.toMs - span.fromMs)) * widthPx} />}
          <TimelineLines {...axis} />
          <TimelineAxis {...axis} corner={corner}>
            {shownBrush !== undefined && shownBrush.row === undefined && (
              <span className="absolute inset-y-0" style={{ left: labelPx }}>
                <BrushMark brush={shownBrush} scale={scale} />
              </span>
            )}
            {pointerPx !== undefined && (
              <span
                className={`timeline-cross-word ${pointerPx > widthPx - 120 ? '-translate-x-full' : ''}`}
                style={{ left: labelPx + pointerPx }}
              >
                {sayStamp(msAt(scale, pointerPx), clock)}
              </span>
            )}
          </TimelineAxis>
          <ul aria-label="Rows over time" className="relative" onKeyDown={walk.onKeyDown} onFocus={walk.onFocus}>
            {lines.map((line, place) => (
              <FleetLineView
                key={line.row.id}
                {...{ line, place, scale, span }}
                count={lines.length}
                isReached={line.row.id === walk.reached}
                marked={markedIn(line, { walk, pointed })}
                brush={shownBrush?.row === line.row.id ? shownBrush : undefined}
                words={sayLine(line, clock)}
              />
            ))}
          </ul>
          {pointerPx !== undefined && <Crosshair px={pointerPx} />}
        </div>
      )}
      {pointed !== undefined && <FleetTip pointed={pointed} nowMs={nowMs} />}
    </div>
  );
}

type Marked = {
  walk: { marked: { row: string | undefined; key: string } | undefined };
  pointed: FleetPointed | undefined;
};

function markedIn({ row, items }: FleetLine, { walk, pointed }: Marked): string | undefined {
  if (pointed !== undefined && items.includes(pointed.item)) return pointed.item.key;
  return walk.marked?.row === row.id ? walk.marked.key : undefined;
}

/** What has not happened yet lies on another ground. */
function ToCome({ fromPx }: { fromPx: number }) {
  return <span aria-hidden className="fleet-to-come" style={{ left: labelPx + fromPx, top: axisPx }} />;
}
