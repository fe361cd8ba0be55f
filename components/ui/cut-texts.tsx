'use client';

import { useEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { bounds } from '#domain/bounds.ts';
import { cutTextAt, cutTextsIn, isFreeOfPresses } from './cut-text.ts';
import { tooltipPlace } from './overlay/tooltip-place.ts';

type Shown = { box: DOMRect; words: readonly string[] };

/**
 * The whole of what is cut, wherever it is: by resting a pointer on it, by coming to it with the keyboard, by a touch, or
 * a long one where a short one opens something. It can be pointed at and copied from, and goes with Esc (WCAG 1.4.13).
 * One to a page.
 */
export function CutTexts() {
  const [shown, setShown] = useState<Shown>();
  const own = useRef<HTMLDivElement>(null);
  useEffect(() => listen({ show: setShown, isOwn: (place) => own.current?.contains(place) === true }), []);
  if (shown === undefined) return null;
  const place = tooltipPlace(shown.box, { width: window.innerWidth, height: window.innerHeight, side: 'bottom' });
  return createPortal(
    <div
      ref={own}
      role="tooltip"
      style={place}
      className="fixed z-[70] max-h-64 max-w-[min(36rem,calc(100vw-1rem))] overflow-y-auto rounded bg-ink px-2 py-1 text-small break-words whitespace-pre-line text-surface shadow-float select-text"
    >
      {shown.words.join('\n')}
    </div>,
    document.body,
  );
}

type Ears = { show: (shown: Shown | undefined) => void; isOwn: (place: Node) => boolean };

/** Hears the page until the returned function is called. */
function listen({ show, isOwn }: Ears): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let current: Element | undefined;
  const later = (work: () => void, waitMs: number) => {
    clearTimeout(timer);
    timer = setTimeout(work, waitMs);
  };
  const close = () => {
    clearTimeout(timer);
    current = undefined;
    show(undefined);
  };
  const open = (element: Element, words: readonly string[]) => {
    if (!element.isConnected) return close();
    current = element;
    show({ box: element.getBoundingClientRect(), words });
  };
  const onOver = ({ pointerType, target }: PointerEvent) => {
    if (pointerType !== 'mouse' || !(target instanceof Element)) return;
    // The way to what is shown leads over other things.
    if (isOwn(target)) return clearTimeout(timer);
    const found = cutTextAt(target);
    if (found === undefined) return later(close, bounds.cutTextLeaveMs);
    if (found.element === current) return clearTimeout(timer);
    later(() => open(found.element, [found.whole]), bounds.cutTextRestMs);
  };
  const onDown = ({ pointerType, target }: PointerEvent) => {
    if (target instanceof Element && isOwn(target)) return;
    close();
    const found = pointerType === 'mouse' ? undefined : cutTextAt(target);
    if (found === undefined) return;
    const waitMs = isFreeOfPresses(found.element) ? 0 : bounds.cutTextTouchMs;
    later(() => open(found.element, [found.whole]), waitMs);
  };
  const onUp = ({ pointerType, target }: PointerEvent) => {
    // A short touch is a press.
    if (pointerType !== 'mouse' && target instanceof Element && !isFreeOfPresses(target) && current === undefined)
      close();
  };
  const onFocus = ({ target }: FocusEvent) => {
    if (!(target instanceof Element) || !target.matches(':focus-visible') || target.matches('main, body')) return;
    const words = cutTextsIn(target);
    if (words.length > 0) later(() => open(target, words), bounds.cutTextRestMs);
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || current === undefined) return;
    // It closes this alone, not the panel below it.
    event.preventDefault();
    event.stopPropagation();
    close();
  };
  const ending = new AbortController();
  const options = { signal: ending.signal };
  document.addEventListener('pointerover', onOver, options);
  document.addEventListener('pointerdown', onDown, options);
  document.addEventListener('pointerup', onUp, options);
  document.addEventListener('pointercancel', close, options);
  document.addEventListener('focusin', onFocus, options);
  document.addEventListener('focusout', close, options);
  window.addEventListener('keydown', onKey, { ...options, capture: true });
  return () => {
    ending.abort();
    clearTimeout(timer);
  };
}
