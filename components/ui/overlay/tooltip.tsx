'use client';

import {
  cloneElement,
  type HTMLAttributes,
  type ReactElement,
  type ReactNode,
  useEffect,
  useId,
  useState,
} from 'react';
import { createPortal } from 'react-dom';
import { KeyHint } from '#components/ui/key-hint.tsx';
import { tooltipPlace } from './tooltip-place.ts';

// Long enough that a pointer on its way elsewhere raises nothing.
const delayMs = 400;

type TooltipProps = {
  content: ReactNode;
  keys?: string;
  side?: 'bottom' | 'right';
  children: ReactElement<HTMLAttributes<HTMLElement>>;
};

type Shown = { box: DOMRect; delayMs: number };

/** Words beside what the pointer or the focus rests on. Never the only place of something that must be known. */
export function Tooltip({ content, keys, side = 'bottom', children }: TooltipProps) {
  const id = useId();
  const [near, setNear] = useState<Shown>();
  const own = children.props;
  const leave = () => setNear(undefined);
  return (
    <>
      {cloneElement(children, {
        'aria-describedby': near === undefined ? own['aria-describedby'] : id,
        onPointerEnter: (event) => {
          own.onPointerEnter?.(event);
          if (event.pointerType === 'mouse') setNear({ box: event.currentTarget.getBoundingClientRect(), delayMs });
        },
        onPointerLeave: (event) => {
          own.onPointerLeave?.(event);
          leave();
        },
        onPointerDown: (event) => {
          own.onPointerDown?.(event);
          leave();
        },
        onFocus: (event) => {
          own.onFocus?.(event);
          const isByKeyboard = event.currentTarget.matches(':focus-visible');
          if (isByKeyboard) setNear({ box: event.currentTarget.getBoundingClientRect(), delayMs: 0 });
        },
        onBlur: (event) => {
          own.onBlur?.(event);
          leave();
        },
      })}
      {near !== undefined && (
        <Words key={near.delayMs} id={id} shown={near} side={side} onClose={leave}>
          {content}
          {keys !== undefined && <KeyHint keys={keys} isInverse />}
        </Words>
      )}
    </>
  );
}

type WordsProps = { id: string; shown: Shown; side: 'bottom' | 'right'; onClose: () => void; children: ReactNode };

function Words({ id, shown, side, onClose, children }: WordsProps) {
  const [isDue, setIsDue] = useState(shown.delayMs === 0);
  useEffect(() => {
    const timer = setTimeout(() => setIsDue(true), shown.delayMs);
    return () => clearTimeout(timer);
  }, [shown]);
  useEffect(() => {
    // What is in the way of a reader goes at once.
    const close = (event: KeyboardEvent) => event.key === 'Escape' && onClose();
    window.addEventListener('keydown', close);
    return () => window.removeEventListener('keydown', close);
  }, [onClose]);
  if (!isDue) return null;
  const place = tooltipPlace(shown.box, { width: window.innerWidth, height: window.innerHeight, side });
  return createPortal(
    <span
      id={id}
      role="tooltip"
      style={place}
      className="pointer-events-none fixed z-[70] flex max-w-80 items-center gap-2 rounded bg-ink px-2 py-1 text-small text-surface shadow-float"
    >
      {children}
    </span>,
    document.body,
  );
}
