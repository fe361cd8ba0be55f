'use client';

import { useEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { tooltipPlace } from '#components/ui/overlay/tooltip-place.ts';
import { hearCutTexts, type Shown } from './cut-text-ears.ts';

/**
 * The whole of what is cut, wherever it is: by resting a pointer on it, by coming to it with the keyboard, by a touch, or
 * a long one where a short one opens something. It can be pointed at and copied from, and goes with Esc (WCAG 1.4.13).
 * One to a page.
 */
export function CutTexts() {
  const [shown, setShown] = useState<Shown>();
  const own = useRef<HTMLDivElement>(null);
  useEffect(() => hearCutTexts({ show: setShown, isOwn: (place) => own.current?.contains(place) === true }), []);
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
