'use client';

import { Ellipsis, Hand, Hourglass, Undo2 } from 'lucide-react';
import { memo, use, useCallback, useSyncExternalStore } from 'react';
import { MoreContext, type MoreFace, type NodeMore } from '#components/graph/graph-scope.ts';
import { useMarked } from '#components/graph/mark.ts';
import { colourOf } from '#components/state/state-look.ts';
import { useNow } from '#components/time/clock.ts';
import { byClock } from '#components/time/say-time.ts';
import { useZone } from '#components/time/zone-context.tsx';
import { IconButton } from '#components/ui/form/icon-button.tsx';
import { LoopBar } from './loop-bar.tsx';

/** What a node shows besides its state: of a loop how far it is, what it waits for, why it comes last, and its menu. */
export const StepMore: NodeMore['Node'] = memo(function StepMore({ stepKey, level, isChosen }) {
  const faces = useMarked(use(MoreContext))?.faces;
  const listen = useCallback(
    (onChange: () => void) => faces?.listen(stepKey, onChange) ?? (() => {}),
    [faces, stepKey],
  );
  const face = useSyncExternalStore(listen, () => faces?.faceOf(stepKey));
  return (
    <>
      {isChosen && level !== 'far' && <MenuButton stepKey={stepKey} level={level} />}
      {face !== undefined && <Signs face={face} level={level} />}
    </>
  );
});

function MenuButton({ stepKey, level }: { stepKey: string; level: 'middle' | 'near' }) {
  const more = useMarked(use(MoreContext));
  return (
    <span className="step-more-menu" data-level={level}>
      <IconButton
        isFramed
        isSmall
        label={`Acts on ${stepKey}`}
        Icon={Ellipsis}
        tabIndex={-1}
        aria-haspopup="menu"
        onClick={({ currentTarget }) => {
          const { left, bottom } = currentTarget.getBoundingClientRect();
          more?.openMenu(stepKey, { x: left, y: bottom + 2, focus: currentTarget });
        }}
      />
    </span>
  );
}

const waitLooks = {
  person: { Icon: Hand, word: 'waits for a decision' },
  program: { Icon: Hourglass, word: 'waits' },
} as const;

function Signs({ face, level }: { face: MoreFace; level: 'far' | 'middle' | 'near' }) {
  const { loop, last, waits, why, isAside } = face;
  return (
    <>
      {loop?.isList === true && <span aria-hidden className="step-more-stack" />}
      {level !== 'far' && (
        <span className="step-more" data-level={level}>
          {last !== undefined && (
            <span className="step-more-sign">
              {last !== 'finally' && <Undo2 aria-hidden size="1em" />}
              {last}
            </span>
          )}
          {waits !== undefined && <Wait waits={waits} why={why} />}
          {loop !== undefined && (
            <span className="step-more-sign" data-whole={loop.whole}>
              {loop.parts.length > 0 && (
                <span className="step-more-bar">
                  <LoopBar parts={loop.parts} />
                </span>
              )}
              <span className="figures">{loop.words}</span>
              {loop.failed > 0 && <span className="text-failed">{loop.failed.toLocaleString('en')} failed</span>}
            </span>
          )}
        </span>
      )}
      {level === 'far' && waits === 'person' && <Hand aria-hidden className="step-more-far" size={36} />}
      {isAside && <span aria-hidden className="step-more-veil" />}
    </>
  );
}

function Wait({ waits, why }: { waits: keyof typeof waitLooks; why: string | undefined }) {
  const { Icon, word } = waitLooks[waits];
  const isHuman = waits === 'person';
  const nowMs = useNow();
  const { timeZone } = useZone();
  return (
    <span
      className="step-more-sign"
      data-whole={why === undefined ? undefined : byClock(why, { nowMs, timeZone })}
      style={isHuman ? { color: colourOf('human'), borderColor: 'currentColor' } : undefined}
    >
      <Icon aria-hidden size="1em" />
      {word}
    </span>
  );
}
