'use client';

import { ChevronDown, ChevronRight } from 'lucide-react';
import { memo } from 'react';
import { useHover, useIsMarked } from '#components/graph/mark.ts';
import { Glyph } from '#components/state/glyph.tsx';
import { colourOf, jobLooks } from '#components/state/state-look.ts';
import type { TimeScale } from '#components/timeline/scale/time-scale.ts';
import { classes } from '#components/ui/classes.ts';
import { sayStep } from './bar-words.ts';
import { GroupBars, rowPx, StepBars } from './timeline-bars.tsx';
import type { GroupRow } from './timeline-rows.ts';
import type { Bar, TimedStep } from './timeline-step.ts';

/** The width of the names, which stay in view; timeline.css says the same. */
export const labelPx = 232;
/** Behind the end of the line: room for the sign and the duration of the last bar. */
export const tailPx = 76;

type Place = { place: number; count: number; isReached: boolean; scale: TimeScale; nowMs: number };
type StepParts = Place & {
  step: TimedStep;
  bars: readonly Bar[];
  isChosen: boolean;
  isCritical: boolean;
  isInGroup: boolean;
  attempt: number | null;
  onChoose: (stepKey: string) => void;
};

/** One step over time: its name, which stays in view, and its bars. */
export const StepRowView = memo(function StepRowView(parts: StepParts) {
  const { step, bars, place, isReached, isChosen, isCritical, isInGroup, attempt, nowMs, scale, onChoose } = parts;
  const hover = useHover();
  const isHovered = useIsMarked(hover, step.stepKey);
  const look = jobLooks[step.state];
  return (
    <li
      aria-setsize={parts.count}
      aria-posinset={place + 1}
      className={classes('timeline-row', isHovered && 'timeline-row-hovered', isChosen && 'timeline-row-chosen')}
      style={{ top: place * rowPx, width: labelPx + scale.widthPx + tailPx }}
      onPointerEnter={() => hover.set(step.stepKey)}
      onPointerLeave={() => hover.set(undefined)}
    >
      <button
        type="button"
        data-row={step.id}
        tabIndex={isReached ? 0 : -1}
        aria-pressed={isChosen}
        aria-label={`${attempt === null ? '' : `Attempt ${attempt} of `}${sayStep(step, { bars, nowMs })}${isCritical ? ', on the critical path' : ''}`}
        className="timeline-label"
        style={{ width: labelPx, ...(isInGroup ? { paddingLeft: 30 } : {}) }}
        onClick={() => onChoose(step.stepKey)}
      >
        <span style={{ color: colourOf(look.family) }}>
          <Glyph name={look.glyph} />
        </span>
        <span className={classes('truncate', isCritical && 'font-semibold', bars.length === 0 && 'text-quiet')}>
          {attempt === null ? step.stepKey : `Attempt ${attempt}`}
          {attempt === null && step.iteration !== null && ` #${step.iteration + 1}`}
        </span>
        {step.attempts.length > 1 && (
          <span className="ml-auto shrink-0 text-small text-quiet">×{step.attempts.length}</span>
        )}
      </button>
      <div className="absolute inset-y-0" style={{ left: labelPx, width: scale.widthPx }}>
        <StepBars step={step} bars={bars} scale={scale} nowMs={nowMs} isCritical={isCritical} />
      </div>
    </li>
  );
});

type GroupParts = Place & { group: GroupRow; onToggle: (row: GroupRow) => void };

/** One level of a large run over time, or one loop; it opens into what it is made of. */
export function GroupRowView({ group, place, count, isReached, scale, nowMs, onToggle }: GroupParts) {
  const Chevron = group.isOpen ? ChevronDown : ChevronRight;
  const said = group.counts.map((one) => `${one.count} ${jobLooks[one.state].word.toLowerCase()}`).join(', ');
  return (
    <li
      aria-setsize={count}
      aria-posinset={place + 1}
      className="timeline-row"
      style={{ top: place * rowPx, width: labelPx + scale.widthPx + tailPx }}
    >
      <button
        type="button"
        data-row={group.id}
        tabIndex={isReached ? 0 : -1}
        aria-expanded={group.isOpen}
        aria-label={`${group.name}: ${said}`}
        className="timeline-label font-medium"
        style={{ width: labelPx }}
        onClick={() => onToggle(group)}
      >
        <Chevron aria-hidden size={14} className="shrink-0" />
        <span className="min-w-12 truncate">{group.name}</span>
        <span className="ml-auto flex shrink-0 items-center gap-2 overflow-hidden text-small font-normal">
          {group.counts.map((one) => (
            <span
              key={one.state}
              className="flex items-center gap-0.5"
              style={{ color: colourOf(jobLooks[one.state].family) }}
            >
              <Glyph name={jobLooks[one.state].glyph} size={11} />
              {one.count}
            </span>
          ))}
        </span>
      </button>
      <div className="absolute inset-y-0" style={{ left: labelPx, width: scale.widthPx }}>
        <GroupBars group={group} scale={scale} nowMs={nowMs} />
      </div>
    </li>
  );
}
