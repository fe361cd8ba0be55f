'use client';

import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useEffectEvent, useRef } from 'react';
import { useZone } from '#components/time/zone-context.tsx';
import { classes } from '#components/ui/classes.ts';
import { LogRow } from './log-row.tsx';
import type { LogLine } from './log-scope.ts';
import { sayLogTime } from './say-log-time.ts';

// As high as a line in the styles; messages of several lines are measured.
const rowHeightPx = 18;
// Rows drawn beyond the edges: a flick of the wheel shows no gap.
const overscanRows = 30;

export type RowsProps = {
  count: number;
  lineAt: (index: number) => LogLine | undefined;
  /** Which rows are in view. */
  onView: (view: { from: number; to: number }) => void;
  /** Which row is the first in sight. */
  onFirst: (index: number) => void;
  /** The row to bring into view; another object brings it again. */
  target: { index: number; align: 'center' | 'end' } | undefined;
  isFollowing: boolean;
  /** The reader scrolled up: whoever follows should not be drawn down again. */
  onLeaveEnd: () => void;
  text: string;
  named: number | undefined;
  found: LogLine | undefined;
  hasStep: boolean;
  isWrapped: boolean;
  onName: (line: LogLine) => void;
};

/** The lines of a log. Only what is in view is drawn, and what is not there yet keeps its place. */
export function LogRows(props: RowsProps) {
  // The virtualizer is one object whose answers change: remembering them would freeze the lines.
  'use no memo';
  const {
    count,
    lineAt,
    onView,
    onFirst,
    target,
    isFollowing,
    onLeaveEnd,
    text,
    named,
    found,
    hasStep,
    isWrapped,
    onName,
  } = props;
  const { timeZone } = useZone();
  const box = useRef<HTMLElement>(null);
  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeightPx,
    overscan: overscanRows,
    initialRect: { width: 1_000, height: 600 },
  });
  const drawn = virtualizer.getVirtualItems();
  const [from, to] = [drawn[0]?.index ?? 0, drawn.at(-1)?.index ?? 0];
  const tell = useEffectEvent(onView);
  useEffect(() => tell({ from, to }), [from, to]);
  const offset = virtualizer.scrollOffset ?? 0;
  const first = drawn.find(({ end }) => end > offset)?.index ?? 0;
  const tellFirst = useEffectEvent(onFirst);
  useEffect(() => tellFirst(first), [first]);
  useScrolling({ virtualizer, box, target, isFollowing, count, onLeaveEnd });
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is scrolled by keys
    <section ref={box} tabIndex={0} aria-label="Lines" className={classes('log-box', isWrapped && 'log-wrapped')}>
      <div
        style={{
          height: virtualizer.getTotalSize(),
          position: 'relative',
          minWidth: '100%',
          width: isWrapped ? '100%' : 'max-content',
        }}
      >
        <div style={{ transform: `translateY(${drawn[0]?.start ?? 0}px)` }} className="log-drawn">
          {drawn.map(({ index, key }) => {
            const line = lineAt(index);
            return (
              <div key={key} ref={virtualizer.measureElement} data-index={index}>
                {line === undefined ? (
                  <div className="log-row log-missing" />
                ) : (
                  <LogRow
                    {...{ line, text, hasStep, onName }}
                    time={sayLogTime(line.at, timeZone)}
                    isNamed={line.place === named}
                    isFound={line === found || (found !== undefined && line.place === found.place)}
                  />
                )}
              </div>
            );
          })}
        </div>
      </div>
    </section>
  );
}

type Scrolling = Pick<RowsProps, 'target' | 'isFollowing' | 'count' | 'onLeaveEnd'> & {
  virtualizer: ReturnType<typeof useVirtualizer<HTMLElement, Element>>;
  box: { current: HTMLElement | null };
};

/** Goes where it is told to, stays at the end while the log is followed, and notices when the reader leaves it. */
function useScrolling({ virtualizer, box, target, isFollowing, count, onLeaveEnd }: Scrolling): void {
  const leave = useEffectEvent(onLeaveEnd);
  const goTo = useEffectEvent((index: number, align: 'center' | 'end') => virtualizer.scrollToIndex(index, { align }));
  useEffect(() => {
    if (target !== undefined) goTo(target.index, target.align);
  }, [target]);
  useEffect(() => {
    if (isFollowing && count > 0) goTo(count - 1, 'end');
  }, [isFollowing, count]);
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    // Only a person goes up: what is written goes down.
    const onWheel = (event: WheelEvent) => event.deltaY < 0 && leave();
    const onKey = (event: KeyboardEvent) => ['ArrowUp', 'PageUp', 'Home'].includes(event.key) && leave();
    element.addEventListener('wheel', onWheel, { passive: true });
    element.addEventListener('keydown', onKey);
    return () => {
      element.removeEventListener('wheel', onWheel);
      element.removeEventListener('keydown', onKey);
    };
  }, [box]);
}
