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
    if (areWordsMarked()) return false;
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

// Then they are what is meant. A field that was left keeps its marks, and nobody means those.
function areWordsMarked(): boolean {
  const { isCollapsed = true, anchorNode = null } = getSelection() ?? {};
  const element = anchorNode instanceof Element ? anchorNode : anchorNode?.parentElement;
  return !isCollapsed && element !== null && element !== undefined && !isWriting(element);
}
