'use client';

import type { KeyboardEvent, SyntheticEvent } from 'react';
import type { Editing } from '#components/nouns/workflow/editor/model/use-editing.ts';
import type { EditorActs } from '#components/nouns/workflow/editor/use-editor-edits.ts';

type Keys = { editing: Editing; acts: EditorActs };

/** What keys do to the steps that are chosen, wherever these are shown. */
export function useStepKeys(keys: Keys) {
  return (event: KeyboardEvent) => {
    // A window in front of the editor has keys of its own.
    if (event.defaultPrevented || isWriting(event.target) || !isInside(event)) return;
    const act = actOf(event, keys);
    if (act === undefined) return;
    event.preventDefault();
    act();
  };
}

/** False for what happens in a window in front of the editor: React tells it of that as well. */
export function isInside({ currentTarget, target }: SyntheticEvent): boolean {
  return target instanceof Node && currentTarget.contains(target);
}

function actOf(event: KeyboardEvent, { editing, acts }: Keys): (() => void) | undefined {
  const key = event.key.toLowerCase();
  const isMenuKey = key === 'contextmenu' || (key === 'f10' && event.shiftKey) || key === '.';
  if (isMenuKey && isOnStep(event.target)) return () => openMenu(event, { editing, acts });
  if (event.ctrlKey || event.metaKey) {
    if (key === 'z') return event.shiftKey ? editing.redo : editing.undo;
    if (key === 'y') return editing.redo;
    if (key === 'a') return () => editing.choose([...(editing.sketch?.steps.keys() ?? [])]);
    if (key === 'd' && !editing.isReadOnly && editing.chosen.length > 0)
      return () => editing.change({ kind: 'duplicate-steps', steps: editing.chosen }, { chooses: true });
    return undefined;
  }
  if (event.altKey || !isOnStep(event.target)) return undefined;
  const onStep = stepOf(event.target);
  if (key === 'enter' && onStep !== undefined) return () => open({ editing, acts }, onStep);
  if (editing.isReadOnly) return undefined;
  if (key === 'x' && onStep !== undefined) return () => chooseAsWell(editing, onStep);
  if (key === 'g' && editing.chosen.length > 0) return acts.group;
  if (key === 'delete' || key === 'backspace') return acts.remove;
  if (key === 'a') return () => acts.ask({ kind: 'add', after: onStep ?? acts.after });
  const from = onStep ?? acts.after;
  if (key === 'c' && from !== undefined) return () => acts.ask({ kind: 'connect', from });
  return undefined;
}

function openMenu({ target }: KeyboardEvent, { editing, acts }: Keys): void {
  if (!(target instanceof HTMLElement)) return;
  const onStep = stepOf(target);
  if (onStep !== undefined && !editing.chosen.includes(onStep)) editing.choose([onStep]);
  const { left, bottom } = target.getBoundingClientRect();
  const on = acts.chosenLink !== undefined ? 'link' : acts.mark !== undefined ? 'mark' : 'canvas';
  const place = onStep === undefined ? pointInside(target) : { x: left, y: bottom };
  acts.openMenu({ on: onStep === undefined ? on : 'step', ...place, focus: target });
}

function pointInside(target: HTMLElement): { x: number; y: number } {
  const { left, top, width, height } = target.getBoundingClientRect();
  return { x: left + width / 2, y: top + height / 2 };
}

function chooseAsWell({ chosen, choose }: Editing, stepKey: string): void {
  choose(chosen.includes(stepKey) ? chosen.filter((one) => one !== stepKey) : [...chosen, stepKey]);
}

function open({ editing, acts }: Keys, stepKey: string): void {
  acts.chooseLink(undefined);
  editing.choose([stepKey]);
  acts.show('properties');
}

/** True where keys write. */
export function isWriting(target: EventTarget): boolean {
  return target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable="true"]') !== null;
}

function isOnStep(target: EventTarget): boolean {
  return target instanceof HTMLElement && (target.dataset.step !== undefined || target.dataset.canvas !== undefined);
}

function stepOf(target: EventTarget): string | undefined {
  return target instanceof HTMLElement ? target.dataset.step : undefined;
}
