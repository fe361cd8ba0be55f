'use client';

import { type RefObject, useEffect, useEffectEvent, useLayoutEffect, useRef, useState } from 'react';
import { labelPx, tailPx } from '#components/timeline/timeline-row.tsx';
import { heldScroll, type Span, type TimeScale, timeScale, zoomedWidth } from './time-scale.ts';

/** Which part of a timeline is in view, and the ways to change it. */
export type TimelineView = {
  box: RefObject<HTMLDivElement | null>;
  scale: TimeScale;
  viewPx: number;
  heightPx: number;
  scrollX: number;
  scrollY: number;
  isWhole: boolean;
  onScroll: () => void;
  /** `pointPx` stays where it is; without it the middle does. */
  zoom: (isIn: boolean, pointPx?: number) => void;
  showWhole: () => void;
  pan: (shareOfView: number) => void;
};

/** Zooms by keys, buttons and Ctrl with the wheel; scrolls as everything else does. */
export function useTimelineView(line: { span: Span; folds: readonly Span[] }): TimelineView {
  const box = useRef<HTMLDivElement>(null);
  const nextScroll = useRef<number>(undefined);
  const [size, setSize] = useState({ viewPx: 0, heightPx: 0 });
  const [scroll, setScroll] = useState({ x: 0, y: 0 });
  const [zoomedPx, setZoomedPx] = useState(0);
  const { viewPx, heightPx } = size;
  const widthPx = Math.max(viewPx, zoomedPx);
  const scale = timeScale({ ...line, widthPx });

  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return;
    const measure = () =>
      setSize({ viewPx: Math.max(0, element.clientWidth - labelPx - tailPx), heightPx: element.clientHeight });
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the line is as wide as asked for only after it was drawn
  useLayoutEffect(() => {
    if (nextScroll.current === undefined || box.current === null) return;
    box.current.scrollLeft = nextScroll.current;
    nextScroll.current = undefined;
  }, [widthPx]);

  const zoom = (isIn: boolean, pointPx = viewPx / 2) => {
    const wantedPx = zoomedWidth(widthPx, { viewPx, isIn });
    if (wantedPx === widthPx) return;
    const after = timeScale({ ...line, widthPx: wantedPx });
    nextScroll.current = heldScroll(scale, after, { scrollPx: box.current?.scrollLeft ?? 0, pointPx });
    setZoomedPx(wantedPx);
  };
  const zoomByWheel = useEffectEvent((event: WheelEvent) => {
    const left = box.current?.getBoundingClientRect().left ?? 0;
    zoom(event.deltaY < 0, Math.max(0, event.clientX - left - labelPx));
  });
  useEffect(() => {
    const element = box.current;
    const onWheel = (event: WheelEvent) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      zoomByWheel(event);
    };
    // React listens passively, and then the browser would zoom the whole page.
    element?.addEventListener('wheel', onWheel, { passive: false });
    return () => element?.removeEventListener('wheel', onWheel);
  }, []);

  return {
    ...{ box, scale, viewPx, heightPx, scrollX: scroll.x, scrollY: scroll.y, isWhole: widthPx <= viewPx, zoom },
    onScroll: () => setScroll({ x: box.current?.scrollLeft ?? 0, y: box.current?.scrollTop ?? 0 }),
    showWhole: () => setZoomedPx(0),
    pan: (share) => box.current?.scrollBy({ left: share * viewPx }),
  };
}
