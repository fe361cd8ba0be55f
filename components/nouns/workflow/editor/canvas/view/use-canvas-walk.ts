'use client';

import { useEffect, useMemo, useRef, useState } from 'react';
import { graphWalk } from '#components/graph/graph-walk.ts';
import type { LayoutView } from '#components/graph/layout/use-layout.ts';
import { Mark } from '#components/graph/mark.ts';
import { useGraphKeys } from '#components/graph/use-graph-keys.ts';
import type { Sketch } from '#components/nouns/workflow/editor/model/sketch.ts';
import type { Editing } from '#components/nouns/workflow/editor/model/use-editing.ts';

type Walked = { editing: Editing; sketch: Sketch; drawing: LayoutView['drawing'] };

/** Arrow keys walk along the dependencies, and the view goes with them. */
export function useCanvasWalk({ editing, sketch, drawing }: Walked) {
  const layout = drawing.places;
  const { choose } = editing;
  const pressed = useRef<EventTarget>(null);
  const insert = useRef<(link: string) => void>(undefined);
  const [scope] = useState(() => ({
    reached: new Mark(),
    wanted: new Mark(),
    near: new Mark(),
    hovered: new Mark(),
    pressed,
    insert,
    choose: (stepKey: string) => choose([stepKey]),
  }));
  const walk = useMemo(() => graphWalk(sketch.picture, layout), [sketch, layout]);
  const [selected] = editing.chosen.slice(-1);
  const first = sketch.picture.nodes[0]?.stepKey;
  const { onKeyDown, goTo } = useGraphKeys({ scope, layout, walk, selected });
  useEffect(() => {
    const reached = scope.reached.get();
    const isThere = reached !== undefined && sketch.steps.has(reached);
    scope.reached.set(selected ?? (isThere ? reached : first));
  }, [scope, selected, first, sketch]);
  return { scope, onKeyDown, goTo };
}
