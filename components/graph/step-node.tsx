'use client';

import { Repeat } from 'lucide-react';
import { type MouseEvent, memo, use, useCallback, useEffect, useRef, useSyncExternalStore } from 'react';
import type { NodeProps } from 'reactflow';
import { Glyph } from '#components/state/glyph.tsx';
import { KeptMark } from '#components/state/kept-mark.tsx';
import { colourOf, jobLooks } from '#components/state/state-look.ts';
import { Duration } from '#components/time/moment.tsx';
import { classes } from '#components/ui/classes.ts';
import type { StepFace } from './graph-model.ts';
import { AddedContext, type MenuPlace, MoreContext, PathContext, useGraphScope, ZoomContext } from './graph-scope.ts';
import { useHover, useIsMarked, useMarked } from './mark.ts';

/** One step of the graph. It follows its own step only, and shows as much as can be read from here. */
export const StepNodeBox = memo(function StepNodeBox({ id }: NodeProps) {
  const { steps, chosen, reached, wanted, choose } = useGraphScope();
  const hover = useHover();
  const level = use(ZoomContext);
  const path = use(PathContext);
  const isAdded = use(AddedContext)?.has(id) === true;
  const more = useMarked(use(MoreContext));
  const button = useRef<HTMLButtonElement>(null);
  const listen = useCallback((onChange: () => void) => steps.listen(id, onChange), [steps, id]);
  const face = useSyncExternalStore(listen, () => steps.faceOf(id));
  const isChosen = useIsMarked(chosen, id);
  const isReached = useIsMarked(reached, id);
  const isWanted = useIsMarked(wanted, id);
  const isHovered = useIsMarked(hover, id);
  useEffect(() => {
    if (!isWanted) return;
    button.current?.focus({ preventScroll: true });
    wanted.set(undefined);
  }, [isWanted, wanted]);
  if (face === undefined) return null;
  const look = jobLooks[face.state];
  const isCritical = path?.includes(id);
  const condition = level === 'near' ? steps.conditionOf(id) : undefined;
  return (
    <>
      {condition !== undefined && (
        <span className="step-node-condition" data-whole={condition.lines.join('\n')}>
          {condition.words}
        </span>
      )}
      <button
        ref={button}
        type="button"
        aria-label={`${id}: ${look.word}${face.isKept ? ', kept from an earlier run' : ''}${isAdded ? ', added to this run' : ''}${isCritical ? ', on the critical path' : ''}`}
        aria-pressed={isChosen}
        tabIndex={isReached ? 0 : -1}
        onClick={() => choose(id)}
        onFocus={() => reached.set(id)}
        onPointerEnter={() => hover.set(id)}
        onPointerLeave={() => hover.set(undefined)}
        onContextMenu={(event) => {
          if (more === undefined) return;
          event.preventDefault();
          more.openMenu(id, placeOf(event));
        }}
        data-step={id}
        className={classes('step-node', isChosen && 'step-node-chosen', isHovered && 'step-node-hovered')}
        style={{ color: colourOf(look.family) }}
        data-kept={face.isKept || undefined}
        data-path={isCritical === undefined ? undefined : isCritical ? 'on' : 'off'}
        data-look={face.state === 'PENDING' ? 'open' : look.family === 'waiting' ? 'left' : 'filled'}
      >
        {level === 'near' && <Whole face={face} isAdded={isAdded} />}
        {level === 'middle' && <NameOnly face={face} isAdded={isAdded} />}
        {level === 'far' && <Block face={face} />}
      </button>
      {more !== undefined && <more.Node stepKey={id} level={level} isChosen={isChosen} />}
    </>
  );
});

// A key has no place of its own: then it is below the node.
function placeOf({ clientX, clientY, currentTarget }: MouseEvent<HTMLElement>): MenuPlace {
  const { left, bottom } = currentTarget.getBoundingClientRect();
  const isByKey = clientX === 0 && clientY === 0;
  return { x: isByKey ? left : clientX, y: isByKey ? bottom : clientY, focus: currentTarget };
}

function Whole({ face, isAdded }: { face: StepFace; isAdded: boolean }) {
  return (
    <>
      <span className="step-node-bar" />
      <span className="flex min-w-0 flex-1 flex-col justify-center gap-0.5 px-2 text-left">
        <span className="flex min-w-0 items-center gap-1.5">
          <Glyph name={jobLooks[face.state].glyph} />
          <span className="truncate font-semibold text-ink">{face.stepKey}</span>
          {face.more > 0 && (
            <span className="ml-auto inline-flex shrink-0 items-center gap-0.5 text-small text-quiet">
              <Repeat aria-hidden size={11} />
              {face.more + 1}
            </span>
          )}
        </span>
        <span className="flex h-[18px] min-w-0 items-center gap-2 text-small text-quiet">
          <span className="min-w-0 truncate">{face.task}</span>
          <span className="ml-auto flex shrink-0 items-center gap-1.5">
            {isAdded && <span>+ added</span>}
            {face.isKept && <KeptMark />}
            {face.startedAt !== null && <Duration from={face.startedAt} to={face.finishedAt} />}
            {face.attempt > 1 && (
              <span className="rounded border border-line px-1 leading-4 text-warning">
                {face.attempt}
                {face.attemptsMax !== undefined && `/${face.attemptsMax}`}
                <span className="sr-only"> attempts</span>
              </span>
            )}
          </span>
        </span>
      </span>
    </>
  );
}

// Where it is too long for one line it is parted from the step that it undoes, not within a word.
function breakable(stepKey: string): string {
  return stepKey.replace(':', ':\u200b');
}

function NameOnly({ face, isAdded }: { face: StepFace; isAdded: boolean }) {
  return (
    <>
      <span className="step-node-bar step-node-bar-wide" />
      <span className="flex min-w-0 flex-1 items-center gap-2 px-2 text-left">
        <Glyph name={jobLooks[face.state].glyph} size={24} />
        <span className="line-clamp-2 text-[20px] leading-[23px] font-semibold break-words text-ink">
          {breakable(face.stepKey)}
        </span>
        {isAdded && <span className="text-[18px] text-quiet">+</span>}
        {face.isKept && <KeptMark size={18} isWordless />}
      </span>
    </>
  );
}

// Hundreds of them are drawn at once, so each only points at its glyph.
function Block({ face }: { face: StepFace }) {
  return (
    <span className="step-node-block">
      <svg aria-hidden width={40} height={40}>
        <use href={`#graph-glyph-${jobLooks[face.state].glyph}`} />
      </svg>
    </span>
  );
}

/** The glyphs that the blocks point at. */
export function GlyphSymbols() {
  const glyphs = new Set(Object.values(jobLooks).map(({ glyph }) => glyph));
  return (
    <svg aria-hidden width={0} height={0} className="absolute">
      {[...glyphs].map((glyph) => (
        <symbol key={glyph} id={`graph-glyph-${glyph}`} viewBox="0 0 40 40">
          <Glyph name={glyph} size={40} />
        </symbol>
      ))}
    </svg>
  );
}
