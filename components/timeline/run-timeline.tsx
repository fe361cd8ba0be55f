'use client';

import { FoldHorizontal, Maximize, Minus, Plus, Rows3, Spline } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useUrl } from '#components/address/use-url.ts';
import { FaultNotice } from '#components/kit/page/notice.tsx';
import type { RunDetails } from '#components/nouns/run/page/use-run.ts';
import { useNow } from '#components/time/clock.ts';
import { saySpan } from '#components/time/say-time.ts';
import { idleFolds } from '#components/timeline/scale/idle-folds.ts';
import { openEndMs } from '#components/timeline/scale/time-scale.ts';
import { type TimelineView, useTimelineView } from '#components/timeline/scale/use-timeline-view.ts';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Button } from '#components/ui/form/button.tsx';
import { IconButton } from '#components/ui/form/icon-button.tsx';
import { useKeys } from '#components/ui/keyboard/use-keys.ts';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { isSettledRun } from '#domain/machines.ts';
import { sayCount } from '#domain/value/say-count.ts';
import { attemptRows } from './attempts/attempt-rows.ts';
import { withLoops } from './attempts/loop-rows.ts';
import { timelineAt } from './attempts/timeline-at.ts';
import { useLoops } from './attempts/use-loops.ts';
import { pathOfSteps, type StepPath } from './path-of-steps.ts';
import { TimelineChart } from './timeline-chart.tsx';
import type { Timeline } from './timeline-fold.ts';
import { TimelineLegend } from './timeline-legend.tsx';
import { barMaker, type GroupRow, spanOf, type TimelineRow, timelineRows } from './timeline-rows.ts';
import type { Bar, TimedStep } from './timeline-step.ts';
import { useTimeline } from './use-timeline.ts';

type Parts = {
  run: RunDetails;
  /** The instant that the run is shown at; undefined for now. */
  untilAt?: string | undefined;
  selected: string | undefined;
  onSelect: (stepKey: string | undefined) => void;
};

/** The run over time: who waited for what, who ran when, and which chain of steps decided its end. */
export function RunTimeline({ run, untilAt, selected, onSelect }: Parts) {
  const { timeline, fault, reload } = useTimeline(run);
  return (
    <section aria-label="Timeline" className="panel flex min-h-0 flex-initial flex-col overflow-hidden">
      {fault !== undefined && <FaultNotice fault={fault} onRetry={reload} />}
      {fault === undefined && timeline === undefined && <Skeleton rows={12} rowHeightPx={28} />}
      {timeline?.steps.length === 0 && <EmptyState title="This run has no steps." />}
      {timeline !== undefined && timeline.steps.length > 0 && (
        <LaidOut run={run} timeline={timeline} untilAt={untilAt} selected={selected} onSelect={onSelect} />
      )}
    </section>
  );
}

type LaidOutParts = Parts & { timeline: Timeline };

function LaidOut({ run, timeline: live, untilAt, selected, onSelect }: LaidOutParts) {
  const { search, change } = useUrl();
  const tickMs = useNow();
  const [bars] = useState(barMaker);
  const [openLevels, setOpenLevels] = useState<ReadonlySet<number>>(new Set());
  const { startedMs } = live;
  const untilMs = untilAt === undefined ? undefined : Date.parse(untilAt);
  // The line is the one of now, so that nothing jumps under who goes back and forth.
  const line = lineOf(live, { bars, tickMs });
  const { all, span, foldable } = line;
  const { steps } = useMemo(
    () => (untilMs === undefined ? live : timelineAt(live, run, untilMs)),
    [live, run, untilMs],
  );
  const { loops, toggle: toggleLoop } = useLoops(run.id, live.steps);
  const isOpen = untilMs !== undefined || !isSettledRun(live.state);
  const nowMs = untilMs ?? line.nowMs;
  const isUnfolded = search.get('unfold') !== null;
  const path = pathOfSteps(steps, run.graph.edges, { startedMs, untilMs: nowMs });
  const { shownSteps, skippedCount } = withoutSkipped(steps, search.get('skipped') !== null);
  const isPathOnly = search.get('path') !== null;
  const critical = new Set(steps.flatMap(({ id, stepKey }) => (path.stepKeys.has(stepKey) ? [id] : [])));
  const isByAttempt = search.get('attempts') !== null;
  const stepRows = timelineRows(shownSteps, { openLevels, only: isPathOnly ? critical : undefined }, bars);
  // The jobs of a loop are told as they are now.
  const looped = untilMs === undefined ? withLoops(stepRows, loops) : stepRows;
  const rows = isByAttempt ? looped.flatMap(withAttempts) : looped;
  const view = useTimelineView({ span, folds: isUnfolded ? [] : foldable });
  const toggle = ({ id, level }: GroupRow) => {
    if (toggleLoop(id)) return;
    setOpenLevels((open) =>
      open.has(level) ? new Set([...open].filter((one) => one !== level)) : new Set([...open, level]),
    );
  };
  return (
    <>
      <div className="flex min-h-10 items-center gap-2 border-b border-line px-2 py-1.5">
        <PathButton path={path} isOn={isPathOnly} onToggle={() => change({ path: isPathOnly ? undefined : '1' })} />
        {foldable.length > 0 && (
          <Button
            isSmall
            Icon={FoldHorizontal}
            aria-pressed={!isUnfolded}
            className="aria-pressed:border-ink aria-pressed:bg-raised"
            onClick={() => change({ unfold: isUnfolded ? undefined : '1' })}
          >
            Idle time folded
          </Button>
        )}
        {steps.some(({ attempts }) => attempts.length > 1) && (
          <Button
            isSmall
            Icon={Rows3}
            aria-pressed={isByAttempt}
            className="aria-pressed:border-ink aria-pressed:bg-raised"
            data-whole="Each attempt in a row of its own, with what it waited for."
            onClick={() => change({ attempts: isByAttempt ? undefined : '1' })}
          >
            By attempts
          </Button>
        )}
        <TimelineLegend bars={all} hasPath={path.stepKeys.size > 1} />
        <div className="ml-auto flex items-center gap-2">
          {skippedCount > 0 && (
            <Button isSmall kind="quiet" onClick={() => change({ skipped: shownSteps === steps ? undefined : '1' })}>
              {shownSteps === steps ? 'Hide skipped' : `Show ${skippedCount} skipped`}
            </Button>
          )}
          <ZoomButtons view={view} />
        </div>
      </div>
      <TimelineChart
        {...{ rows, view, nowMs, isOpen, critical, selected, onSelect }}
        startMs={startedMs}
        nowWord={untilMs === undefined ? 'now' : 'then'}
        onToggle={toggle}
      />
    </>
  );
}

function withAttempts(row: TimelineRow): TimelineRow[] {
  return row.kind === 'step' ? [row, ...attemptRows(row)] : [row];
}

type Clock = { bars: (step: TimedStep) => readonly Bar[]; tickMs: number };

/** From where to where the run goes, and what of it may be folded away. */
function lineOf({ steps, startedMs, finishedMs, state }: Timeline, { bars, tickMs }: Clock) {
  const isOpen = !isSettledRun(state);
  const all = steps.flatMap((step) => bars(step));
  // The reader's clock may run behind the server's: what has happened is never in the future.
  const latestMs = spanOf(all, { fromMs: startedMs, nowMs: startedMs }).toMs;
  const nowMs = isOpen ? Math.max(tickMs, latestMs) : (finishedMs ?? latestMs);
  const whole = spanOf(all, { fromMs: startedMs, nowMs });
  const span = { fromMs: whole.fromMs, toMs: isOpen ? openEndMs({ fromMs: whole.fromMs, nowMs }) : whole.toMs };
  return { all, nowMs, span, foldable: idleFolds(all, { span: whole, nowMs }) };
}

/** What no branch led to has no bar; it is shown to whoever asks, and where there is nothing else. */
function withoutSkipped(steps: Timeline['steps'], hasSkipped: boolean) {
  const taken = steps.filter(({ state }) => state !== 'SKIPPED');
  const skippedCount = taken.length === 0 ? 0 : steps.length - taken.length;
  return { shownSteps: hasSkipped || skippedCount === 0 ? steps : taken, skippedCount };
}

function PathButton({ path, isOn, onToggle }: { path: StepPath; isOn: boolean; onToggle: () => void }) {
  if (path.stepKeys.size === 0) return null;
  const count = sayCount(path.stepKeys.size, 'step');
  return (
    <Button
      isSmall
      Icon={Spline}
      aria-pressed={isOn}
      className="aria-pressed:border-ink aria-pressed:bg-raised"
      data-whole="The chain of steps that decided when the run ended. Press to see only these."
      onClick={onToggle}
    >
      Critical path
      <span className="text-quiet">
        {count}, {saySpan(path.totalMs)}
      </span>
    </Button>
  );
}

function ZoomButtons({ view }: { view: TimelineView }) {
  useKeys('Timeline', [
    { keys: '+', words: 'Zoom in', act: () => view.zoom(true) },
    { keys: '-', words: 'Zoom out', act: () => view.zoom(false) },
    { keys: '0', words: 'Show the whole run', act: view.showWhole },
  ]);
  return (
    <div className="flex rounded border border-line">
      <IconButton isSmall label="Zoom in" keys="+" Icon={Plus} onClick={() => view.zoom(true)} />
      <IconButton
        isSmall
        label="Zoom out"
        keys="-"
        Icon={Minus}
        disabled={view.isWhole}
        onClick={() => view.zoom(false)}
      />
      <IconButton
        isSmall
        label="Show the whole run"
        keys="0"
        Icon={Maximize}
        disabled={view.isWhole}
        onClick={view.showWhole}
      />
    </div>
  );
}
