'use client';

import { memo, use, useEffect, useRef } from 'react';
import { Handle, type NodeProps, Position } from 'reactflow';
import { ZoomContext } from '#components/graph/graph-scope.ts';
import { useIsMarked } from '#components/graph/mark.ts';
import { Glyph } from '#components/state/glyph.tsx';
import { classes } from '#components/ui/classes.ts';
import { useStepMark } from './canvas-marks.ts';
import { DrawingContext, useCanvasScope } from './canvas-scope.ts';
import { footHandlesOf, namedHandles, type StepOnCanvas } from './flow-parts.ts';

/** One step on the canvas, with an end for each way in which it can end. */
export const CanvasStep = memo(function CanvasStep({ id, data, selected }: NodeProps<StepOnCanvas>) {
  const { reached, wanted, near, choose } = useCanvasScope();
  const level = use(ZoomContext);
  const button = useRef<HTMLButtonElement>(null);
  const isReached = useIsMarked(reached, id);
  const isWanted = useIsMarked(wanted, id);
  // Its ends are many, and wanted at one step at a time.
  const hasEnds = useIsMarked(near, id) || selected;
  const isDrawing = use(DrawingContext);
  useEffect(() => {
    if (!isWanted) return;
    button.current?.focus({ preventScroll: true });
    wanted.set(undefined);
  }, [isWanted, wanted]);
  const { task, marks, condition, problemCount } = data;
  const mark = useStepMark(id);
  const problems = problemCount === 0 ? '' : `, ${problemCount} ${problemCount === 1 ? 'problem' : 'problems'}`;
  return (
    <>
      {condition !== undefined && level === 'near' && (
        <span className="step-node-condition" data-whole={condition.lines.join('\n')}>
          {condition.words}
        </span>
      )}
      {(hasEnds || isDrawing) && (
        <Handle type="target" position={Position.Left} className="canvas-end canvas-end-in" aria-hidden />
      )}
      <button
        ref={button}
        type="button"
        aria-label={`${id}: ${task}${marks === '' ? '' : `, ${marks}`}${problems}${mark === undefined ? '' : `, ${mark.words}`}`}
        aria-pressed={selected}
        tabIndex={isReached ? 0 : -1}
        data-step={id}
        // A pointer chooses by the canvas, which knows about several at once.
        onClick={(event) => event.detail === 0 && choose(id)}
        onFocus={() => {
          reached.set(id);
          near.set(id);
        }}
        className={classes('step-node canvas-step', selected && 'step-node-chosen')}
        data-far={level === 'far' || undefined}
        data-problem={problemCount > 0 || undefined}
        data-mark={mark?.look}
      >
        <span className="flex min-w-0 flex-1 flex-col justify-center gap-0.5 px-3 text-left">
          <span
            className={classes(
              'truncate font-semibold text-ink',
              level === 'middle' && 'text-[20px] leading-[23px]',
              level === 'far' && 'text-[34px] leading-[38px]',
            )}
          >
            {id}
          </span>
          {level === 'near' && (
            <span className="flex min-w-0 items-center gap-2 text-small text-quiet">
              <span className="min-w-0 truncate">{task}</span>
              {marks !== '' && <span className="canvas-step-words">{marks}</span>}
              {mark !== undefined && (
                <span className="canvas-step-mark ml-auto shrink-0 font-medium">{mark.words}</span>
              )}
            </span>
          )}
        </span>
        {problemCount > 0 && (
          <span className="flex items-center pr-3 text-failed">
            <Glyph name="mark" size={level === 'near' ? 14 : 24} />
          </span>
        )}
      </button>
      {hasEnds && <Ends mayBeUndone={data.mayBeUndone} />}
    </>
  );
});

// What a dependency can be drawn from.
const Ends = memo(function Ends({ mayBeUndone }: { mayBeUndone: boolean }) {
  return (
    <>
      {namedHandles.map(({ on, word, y }) => (
        <Handle
          key={on}
          id={on}
          type="source"
          position={Position.Right}
          className={`canvas-end canvas-end-${on}`}
          style={{ top: y }}
          data-whole={word}
          aria-hidden
        />
      ))}
      {footHandlesOf({ mayBeUndone }).map(({ id: end, word, x }) => (
        <Handle
          key={end}
          id={end}
          type="source"
          position={Position.Bottom}
          className={`canvas-end canvas-end-${end}`}
          style={{ left: x }}
          data-whole={word}
          aria-hidden
        />
      ))}
    </>
  );
});
