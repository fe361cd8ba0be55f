'use client';

import { type KeyboardEvent, useEffect, useEffectEvent } from 'react';
import { useReactFlow, useStoreApi } from 'reactflow';
import type { Layout } from '#components/graph/layout/layout.ts';
import { type View, viewOn, viewWith } from '#components/graph/viewport/viewport.ts';
import type { GraphScope } from './graph-scope.ts';
import type { Direction, GraphWalk } from './graph-walk.ts';

type Keys = {
  scope: Pick<GraphScope, 'reached' | 'wanted'>;
  layout: Layout;
  walk: GraphWalk;
  selected: string | undefined;
};

const directions: Record<string, Direction> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
};

/** Moving through the graph by keys: the arrows along its edges, and to any step at once. */
export function useGraphKeys({ scope, layout, walk, selected }: Keys) {
  const flow = useReactFlow();
  const store = useStoreApi();
  const move = (stepKey: string, viewFor: typeof viewWith) => {
    const place = layout.get(stepKey);
    const { width, height } = store.getState();
    if (place === undefined || width === 0) return;
    const before: View = flow.getViewport();
    const after = viewFor(before, { place, size: { width, height } });
    if (after !== before) void flow.setViewport(after);
  };
  const reach = (stepKey: string, viewFor: typeof viewWith) => {
    scope.reached.set(stepKey);
    move(stepKey, viewFor);
    scope.wanted.set(stepKey);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const direction = directions[event.key];
    const from = event.target instanceof HTMLElement ? event.target.dataset.step : undefined;
    if (direction === undefined || from === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const to = walk(from, direction);
    if (to !== undefined) reach(to, viewWith);
  };
  // A panel that opens takes room from the graph, perhaps just where the chosen step stands.
  const show = useEffectEvent((stepKey: string) => move(stepKey, viewWith));
  useEffect(() => {
    if (selected === undefined) return;
    show(selected);
    let width = store.getState().width;
    return store.subscribe((state) => {
      if (state.width === width) return;
      width = state.width;
      show(selected);
    });
  }, [selected, store]);
  return { onKeyDown, goTo: (stepKey: string) => reach(stepKey, viewOn) };
}
