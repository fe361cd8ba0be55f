'use client';

import { useEffect, useEffectEvent, useRef } from 'react';
import { useFollow } from '#components/address/tenant-context.tsx';
import type { Leave } from './use-leave.ts';

/** Asks before a link of the console, or the way back, leads out of a form that has a page of its own. */
export function useLeaveLinks(isDirty: boolean, leave: Leave): void {
  const follow = useFollow();
  const isLeaving = useRef(false);
  const press = useEffectEvent((event: MouseEvent) => {
    const href = hrefOf(event);
    if (href === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    leave.ask(() => follow(href));
  });
  const move = useEffectEvent((event: NavigateEvent) => {
    // Back and forward alone: a link is asked about before anything moves.
    const { key } = event.destination;
    if (isLeaving.current || event.navigationType !== 'traverse' || !event.cancelable || key === '') return;
    event.preventDefault();
    leave.ask(() => {
      isLeaving.current = true;
      window.navigation.traverseTo(key);
    });
  });
  useEffect(() => {
    if (!isDirty) return;
    const onPress = (event: MouseEvent) => press(event);
    const onMove = (event: NavigateEvent) => move(event);
    // Not every browser knows where "back" leads before it goes there.
    const navigation = 'navigation' in window ? window.navigation : undefined;
    document.addEventListener('click', onPress, { capture: true });
    navigation?.addEventListener('navigate', onMove);
    return () => {
      document.removeEventListener('click', onPress, { capture: true });
      navigation?.removeEventListener('navigate', onMove);
    };
  }, [isDirty]);
}

function hrefOf(event: MouseEvent): string | undefined {
  if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return undefined;
  const link = event.target instanceof Element ? event.target.closest('a') : null;
  if (link === null || link.target === '_blank' || link.origin !== window.location.origin) return undefined;
  const isSamePage = link.pathname === window.location.pathname;
  return isSamePage ? undefined : `${link.pathname}${link.search}${link.hash}`;
}
