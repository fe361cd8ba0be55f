'use client';

import { DropdownMenu as Radix } from 'radix-ui';
import { useRef } from 'react';
import type { MenuEntry } from './menu-entry.ts';
import { MenuLines } from './menu-list.tsx';

/** A point of the window, and what has the focus again when the menu closes. */
export type Place = { x: number; y: number; focus: HTMLElement };

type MenuAtProps = { label: string; place: Place; entries: readonly MenuEntry[]; onClose: () => void };

/** A menu at a point, for what has no button of its own: opened by a key, or by the other button of a mouse. */
export function MenuAt({ label, place: { x, y, focus }, entries, onClose }: MenuAtProps) {
  const taken = useRef<() => void>(undefined);
  // What an act opens must find the focus where the menu was opened, not in a menu that goes.
  const isEntered = useRef(false);
  const take = (act: () => void) => {
    taken.current = act;
  };
  const lines = entries.map((entry) => (entry.kind === 'act' ? { ...entry, act: () => take(entry.act) } : entry));
  return (
    <Radix.Root modal={false} defaultOpen onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Radix.Trigger asChild>
        <span aria-hidden className="fixed size-0" style={{ left: x, top: y }} />
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          aria-label={label}
          // What it opens from is a point, which has no name.
          aria-labelledby={undefined}
          align="start"
          collisionPadding={8}
          className="menu-list min-w-48 max-w-96"
          onFocus={({ target, currentTarget }) => {
            // Whoever opened it by a key goes on by keys.
            if (isEntered.current || target !== currentTarget) return;
            isEntered.current = true;
            currentTarget.querySelector<HTMLElement>('[role="menuitem"]:not([data-disabled])')?.focus();
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            if (focus.isConnected) focus.focus();
            taken.current?.();
          }}
        >
          <MenuLines entries={lines} />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
