'use client';

import { type RefObject, useEffect, useEffectEvent, useLayoutEffect, useRef, useState } from 'react';
import { useUrl } from '#components/address/use-url.ts';
import { useNow } from '#components/time/clock.ts';
import { msAt, type Span, type TimeScale, timeScale } from '#components/timeline/scale/time-scale.ts';
import { labelPx } from '#components/timeline/timeline-row.tsx';
import { addressOf, type FleetView, panned, spanOf, viewOf, viewOfSpan, zoomed } from './model/fleet-window.ts';

// The question follows the wheel once it rests; the picture follows at once.
const restMs = 180;

/** What of time is in view, and the ways to change it. */
export type FleetTime = {
  box: RefObject<HTMLDivElement | null>;
  view: FleetView;
  /** Undefined until this browser's clock is known. */
  span: Span | undefined;
  scale: TimeScale;
  nowMs: number;
  widthPx: number;
  show: (view: FleetView) => void;
  showSpan: (span: Span) => void;
  zoom: (isIn: boolean) => void;
  pan: (share: number) => void;
};

/** Zooms by Ctrl with the wheel around the pointer, pans by the wheel sideways; the address says where one is. */
export function useFleetView(): FleetTime {
  const { search, change } = useUrl();
  const nowMs = useNow();
  const box = useRef<HTMLDivElement>(null);
  const [widthPx, setWidthPx] = useState(0);
  const [moving, setMoving] = useState<FleetView>();
  const asked = viewOf(search);
  const view = moving ?? asked;
  const span = nowMs === 0 ? undefined : spanOf(view, nowMs);
  const scale = timeScale({ span: span ?? { fromMs: 0, toMs: 1_000 }, folds: [], widthPx: Math.max(1, widthPx) });
  const rest = useEffectEvent((next: FleetView) => {
    change(addressOf(next));
    setMoving(undefined);
  });
  useEffect(() => {
    if (moving === undefined) return;
    const timer = setTimeout(() => rest(moving), restMs);
    return () => clearTimeout(timer);
  }, [moving]);
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return;
    const measure = () => setWidthPx(Math.max(0, element.clientWidth - labelPx));
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const byWheel = useEffectEvent((event: WheelEvent) => {
    const isZoom = event.ctrlKey || event.metaKey;
    const sidewaysPx = event.shiftKey ? event.deltaY : event.deltaX;
    if (!isZoom && Math.abs(sidewaysPx) <= Math.abs(event.shiftKey ? event.deltaX : event.deltaY)) return;
    event.preventDefault();
    if (!isZoom) return setMoving(panned(view, { share: sidewaysPx / Math.max(1, widthPx), nowMs }));
    const left = box.current?.getBoundingClientRect().left ?? 0;
    const atMs = msAt(scale, Math.max(0, event.clientX - left - labelPx));
    setMoving(zoomed(view, { isIn: event.deltaY < 0, nowMs, atMs }));
  });
  useEffect(() => {
    const element = box.current;
    const onWheel = (event: WheelEvent) => byWheel(event);
    // React listens passively, and then the browser would zoom the whole page.
    element?.addEventListener('wheel', onWheel, { passive: false });
    return () => element?.removeEventListener('wheel', onWheel);
  }, []);
  const show = (next: FleetView) => {
    setMoving(undefined);
    change(addressOf(next));
  };
  return {
    ...{ box, view, span, scale, nowMs, widthPx, show },
    showSpan: (part) => show(viewOfSpan(part, nowMs)),
    zoom: (isIn) => show(zoomed(view, { isIn, nowMs })),
    pan: (share) => show(panned(view, { share, nowMs })),
  };
}
