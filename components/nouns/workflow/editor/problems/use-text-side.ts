'use client';

import { type RefObject, useEffect, useEffectEvent, useRef } from 'react';
import type { EditorHandle } from '#components/editor/code-mirror.tsx';
import { isWriting } from '#components/nouns/workflow/editor/canvas/use-step-keys.ts';
import { lineOf, stepAtLine } from '#components/nouns/workflow/editor/model/sketch.ts';
import type { Editing } from '#components/nouns/workflow/editor/model/use-editing.ts';

/** Where something lies in a definition. */
export type PlaceInText = { stepId: string | null; line: number | null; column: number | null };

/** Keeps the text and the canvas at the same step: what is chosen in one is shown in the other. */
export function useTextSide(editing: Editing): {
  handle: RefObject<EditorHandle | null>;
  onLine: (line: number) => void;
  /** Leads to a problem, on the canvas and in the text. */
  goTo: (place: PlaceInText) => void;
} {
  const { sketch, chosen, choose, isStale } = editing;
  const handle = useRef<EditorHandle>(null);
  // The step that the cursor of the text stands in: it is shown there already.
  const shown = useRef<string>(undefined);
  const last = chosen.at(-1);
  const show = useEffectEvent((stepKey: string) => {
    const line = sketch === undefined || isStale ? undefined : lineOf(sketch, stepKey);
    if (line !== undefined) handle.current?.show(line);
  });
  useEffect(() => {
    if (last === undefined || last === shown.current) return;
    shown.current = last;
    show(last);
  }, [last]);
  return {
    handle,
    onLine: (line) => {
      if (sketch === undefined || isStale) return;
      const stepKey = stepAtLine(sketch, line);
      shown.current = stepKey;
      choose(stepKey === undefined ? [] : [stepKey]);
    },
    goTo: (place) => {
      settleTyped();
      const { stepId } = place;
      if (stepId !== null) {
        // The cursor goes to the wrong word, not to where its step begins.
        shown.current = stepId;
        choose([stepId]);
      }
      handle.current?.goTo(place);
    },
  };
}

// The form of another step takes the place of a field that is typed into: what was typed is written first.
function settleTyped(): void {
  const { activeElement } = document;
  if (activeElement instanceof HTMLElement && isWriting(activeElement)) activeElement.blur();
}
