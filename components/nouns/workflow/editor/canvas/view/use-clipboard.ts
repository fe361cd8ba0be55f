'use client';

import type { ClipboardEvent } from 'react';
import { isInside, isWriting } from '#components/nouns/workflow/editor/canvas/use-step-keys.ts';
import { clipOf, pasteOf } from '#components/nouns/workflow/editor/model/changes.ts';
import type { Editing } from '#components/nouns/workflow/editor/model/use-editing.ts';

/** Copies, cuts and pastes steps as JSON, also from one workflow to another. */
export function useClipboard(editing: Editing) {
  const { text, chosen, change, refuse, isReadOnly } = editing;
  const copy = (event: ClipboardEvent): boolean => {
    if (!isInside(event) || isWriting(event.target) || chosen.length === 0) return false;
    // Words that somebody has marked are what is meant then.
    if (getSelection()?.isCollapsed === false) return false;
    event.clipboardData.setData('text/plain', clipOf(text, chosen));
    event.preventDefault();
    return true;
  };
  return {
    onCopy: (event: ClipboardEvent) => void copy(event),
    onCut: (event: ClipboardEvent) => {
      if (!isReadOnly && copy(event)) change({ kind: 'remove-steps', steps: chosen });
    },
    onPaste: (event: ClipboardEvent) => {
      if (isReadOnly || !isInside(event) || isWriting(event.target)) return;
      const clip = event.clipboardData.getData('text/plain');
      if (clip.trim() === '') return;
      event.preventDefault();
      const pasted = pasteOf(clip);
      if (pasted.ok) change(pasted.edit, { chooses: true });
      else refuse(pasted.sentence);
    },
  };
}
