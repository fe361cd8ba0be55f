'use client';

import { useCallback, useEffect, useRef } from 'react';
import { useReactFlow } from 'reactflow';
import type { Point } from '#components/graph/layout/edge-paths.ts';
import { type LinkCourse, linkAt } from './link-courses.ts';

// On the screen: a line is thin, and a hand is not.
const reach = 8;
/** So far the pointer may leave a dependency for what is offered at it. */
export const keptReach = 28;

/** Tells which dependency lies at a point of the window. The function stays the same. */
export function useLinkAt(courses: readonly LinkCourse[]): (point: Point, within?: number) => string | undefined {
  const flow = useReactFlow();
  const latest = useRef(courses);
  useEffect(() => {
    latest.current = courses;
  });
  return useCallback(
    (point: Point, within = reach) =>
      linkAt(latest.current, flow.screenToFlowPosition(point, { snapToGrid: false }), within / flow.getZoom()),
    [flow],
  );
}
