'use client';

import { ChevronLeft, ChevronRight, LocateFixed, Minus, Plus } from 'lucide-react';
import { IconButton } from '#components/ui/form/icon-button.tsx';
import { Segmented } from '#components/ui/form/segmented.tsx';
import { useKeys } from '#components/ui/keyboard/use-keys.ts';
import { choiceOf, spanChoices, spansInOrder } from './model/fleet-window.ts';
import type { FleetTime } from './use-fleet-view.ts';

// What is left in view when one goes on by a button.
const panShare = 0.5;

/** Which part of time is shown: the hours around now, closer and further, earlier and later. */
export function FleetTools({ time }: { time: FleetTime }) {
  const { view, zoom, pan, show } = time;
  const showNow = () => show({ kind: 'live', span: choiceOf(view) ?? spanChoices[0] });
  useKeys('Timeline', [
    { keys: '+', words: 'Zoom in', act: () => zoom(true) },
    { keys: '-', words: 'Zoom out', act: () => zoom(false) },
    { keys: '0', words: 'Show now', act: showNow },
    { keys: '[', words: 'Earlier', act: () => pan(-panShare) },
    { keys: ']', words: 'Later', act: () => pan(panShare) },
  ]);
  return (
    <div className="ml-auto flex items-center gap-2">
      <Segmented
        label="Span of time"
        value={choiceOf(view)}
        options={spansInOrder.map(({ span, word }) => ({ value: span, word }))}
        onChange={(span) => show({ kind: 'live', span })}
      />
      <div className="flex rounded border border-line">
        <IconButton isSmall label="Earlier" keys="[" Icon={ChevronLeft} onClick={() => pan(-panShare)} />
        <IconButton isSmall label="Later" keys="]" Icon={ChevronRight} onClick={() => pan(panShare)} />
        <IconButton
          isSmall
          label="Show now"
          keys="0"
          Icon={LocateFixed}
          disabled={view.kind === 'live'}
          onClick={showNow}
        />
      </div>
      <div className="flex rounded border border-line">
        <IconButton isSmall label="Zoom in" keys="+" Icon={Plus} onClick={() => zoom(true)} />
        <IconButton isSmall label="Zoom out" keys="-" Icon={Minus} onClick={() => zoom(false)} />
      </div>
    </div>
  );
}
