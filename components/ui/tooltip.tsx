'use client';

import { Tooltip as Radix } from 'radix-ui';
import type { ReactElement, ReactNode } from 'react';
import { KeyHint } from './key-hint.tsx';

// Long enough that a pointer on its way elsewhere raises nothing.
const delayMs = 400;

/** Everything with tooltips stands inside: once one was shown, its neighbours show at once. */
export function Tooltips({ children }: { children: ReactNode }) {
  return (
    <Radix.Provider delayDuration={delayMs} skipDelayDuration={200}>
      {children}
    </Radix.Provider>
  );
}

type TooltipProps = {
  content: ReactNode;
  keys?: string;
  side?: 'top' | 'bottom' | 'left' | 'right';
  children: ReactElement;
};

/** Words beside what the pointer or the focus rests on. Never the only place of something that must be known. */
export function Tooltip({ content, keys, side = 'bottom', children }: TooltipProps) {
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          side={side}
          sideOffset={6}
          collisionPadding={8}
          className="z-[70] flex max-w-80 items-center gap-2 rounded bg-ink px-2 py-1 text-small text-surface shadow-float"
        >
          {content}
          {keys !== undefined && <KeyHint keys={keys} isInverse />}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
