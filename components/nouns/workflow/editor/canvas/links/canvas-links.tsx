'use client';

import { Plus } from 'lucide-react';
import { memo, use, useMemo } from 'react';
import { ViewportPortal } from 'reactflow';
import { ZoomContext } from '#components/graph/graph-scope.ts';
import type { Layout } from '#components/graph/layout/layout.ts';
import { shortWordOf } from '#components/graph/layout/short-words.ts';
import { useMarked } from '#components/graph/mark.ts';
import { CanvasMarksContext } from '#components/nouns/workflow/editor/canvas/canvas-marks.ts';
import { useCanvasScope } from '#components/nouns/workflow/editor/canvas/canvas-scope.ts';
import { wordOfKind } from '#components/nouns/workflow/editor/canvas/kind-words.ts';
import { classes } from '#components/ui/classes.ts';
import { type LinkCourse, movedCourses } from './link-courses.ts';

type Parts = {
  courses: readonly LinkCourse[];
  places: Layout;
  /** Where steps are that the pointer holds. */
  moved: Layout;
  chosen: string | undefined;
};

/**
 * All dependencies below the steps. Those that look alike are one path, so that a thousand cost as much as ten; only
 * those at a step that is being moved are drawn with each of its moves.
 */
export const CanvasLinks = memo(function CanvasLinks({ courses, places, moved, chosen }: Parts) {
  const level = use(ZoomContext);
  const movedKeys = [...moved.keys()].join('\n');
  const standing = useMemo(() => {
    const keys = new Set(movedKeys.split('\n'));
    return movedKeys === '' ? courses : courses.filter(({ edge }) => !keys.has(edge.from) && !keys.has(edge.to));
  }, [courses, movedKeys]);
  const lifted = moved.size === 0 ? nothing : movedCourses(courses, places, moved);
  const all = lifted.length === 0 ? standing : [...standing, ...lifted];
  return (
    <ViewportPortal>
      <svg aria-hidden className="graph-edges canvas-links" data-links={all.length}>
        <Lines courses={standing} />
      </svg>
      {lifted.length > 0 && (
        <svg aria-hidden className="graph-edges canvas-links">
          <Lines courses={lifted} />
        </svg>
      )}
      <Meant courses={all} chosen={chosen} />
      {level !== 'far' && <Words courses={all} isShort={level === 'middle'} />}
    </ViewportPortal>
  );
});

const nothing: readonly LinkCourse[] = [];

const Lines = memo(function Lines({ courses }: { courses: readonly LinkCourse[] }) {
  const { links } = use(CanvasMarksContext);
  const looks = useMemo(() => {
    const byLook = Map.groupBy(courses, ({ key, edge }) => {
      const mark = links.get(key);
      return `canvas-link-${edge.on}${mark === undefined ? '' : ` canvas-link-is-${mark}`}`;
    });
    return [...byLook].map(([look, alike]) => ({
      look,
      lines: alike.map(({ line }) => line).join(''),
      heads: alike.map(({ head }) => head).join(''),
    }));
  }, [courses, links]);
  return looks.map(({ look, lines, heads }) => <Line key={look} look={look} line={lines} head={heads} />);
});

function Line({ look, line, head }: { look: string; line: string; head: string }) {
  return (
    <g className={classes('canvas-link', look)}>
      <path d={line} className="canvas-link-line" />
      <path d={head} className="canvas-link-head" />
    </g>
  );
}

type MeantParts = { courses: readonly LinkCourse[]; chosen: string | undefined };

// The one that is chosen and the one under the pointer, with the plus that takes it apart.
function Meant({ courses, chosen }: MeantParts) {
  const { hovered, insert } = useCanvasScope();
  const level = use(ZoomContext);
  const pointed = useMarked(hovered);
  if (chosen === undefined && pointed === undefined) return null;
  const meant = courses.filter(({ key }) => key === chosen || key === pointed);
  const takenApart = level === 'far' ? [] : meant.filter(({ edge }) => edge.on !== 'compensation');
  return (
    <>
      <svg aria-hidden className="graph-edges canvas-links">
        {meant.map(({ key, edge, line, head }) => (
          <Line key={key} look={`canvas-link-${edge.on} canvas-link-meant`} line={line} head={head} />
        ))}
      </svg>
      {takenApart.map(({ key, middle }) => (
        <button
          key={key}
          type="button"
          tabIndex={-1}
          aria-label="Insert a step here"
          className="canvas-plus"
          style={{ transform: `translate(${middle.x}px, ${middle.y - 20}px) translate(-50%, -50%)` }}
          onPointerEnter={() => hovered.set(key)}
          onPointerLeave={() => hovered.set(undefined)}
          onClick={() => insert.current?.(key)}
        >
          <Plus aria-hidden size={12} />
        </button>
      ))}
    </>
  );
}

const Words = memo(function Words({ courses, isShort }: { courses: readonly LinkCourse[]; isShort: boolean }) {
  return courses.map(({ key, edge, middle }) => {
    const word = isShort ? shortWordOf(edge.on) : wordOfKind(edge.on);
    const words = [edge.on === 'success' ? undefined : word, edge.condition === null ? undefined : 'if'];
    const said = words.filter((word) => word !== undefined && word !== '').join(', ');
    if (said === '') return null;
    return (
      <span
        key={key}
        className={classes('graph-edge-label', isShort && 'graph-edge-label-short')}
        data-whole={edge.condition ?? (isShort ? wordOfKind(edge.on) : undefined)}
        style={{ transform: `translate(${middle.x}px, ${middle.y}px) translate(-50%, -50%)` }}
      >
        {said}
      </span>
    );
  });
});
