'use client';

import { useRef } from 'react';

type FocusReturn = { onOpenAutoFocus: () => void; onCloseAutoFocus: (event: Event) => void };

/** Gives the focus back, when a dialog closes, to what had it before. */
export function useFocusReturn(): FocusReturn {
  const opener = useRef<Element>(null);
  return {
    onOpenAutoFocus: () => {
      opener.current = openerOf(document.activeElement);
    },
    onCloseAutoFocus: (event) => {
      event.preventDefault();
      const back = opener.current?.isConnected === true ? opener.current : document.getElementById('content');
      if (back instanceof HTMLElement || back instanceof SVGElement) back.focus();
    },
  };
}

// An entry of a menu is gone by then; the button that opened the menu is not.
function openerOf(focused: Element | null): Element | null {
  const menu = focused?.closest('[role="menu"]');
  const trigger = menu?.getAttribute('aria-labelledby');
  return typeof trigger === 'string' ? document.getElementById(trigger) : focused;
}
