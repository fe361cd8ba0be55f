'use client';

import { useState } from 'react';
import { changedDraft, type Draft, readDraft } from './draft.ts';

export type DraftView = {
  text: string;
  /** Undefined while the text is the published one. */
  draft: Draft | undefined;
  write: (text: string) => void;
  discard: () => void;
};

/** A text under work. It survives a reload and a look at another screen, until it is published or discarded. */
export function useDraft(name: string, published: { number: number; source: string }): DraftView {
  const key = `taskflow-draft ${name}`;
  const [draft, setDraft] = useState(() => readDraft(window.sessionStorage.getItem(key)));
  const keep = (next: Draft | undefined) => {
    setDraft(next);
    if (next === undefined) window.sessionStorage.removeItem(key);
    else keepText(key, JSON.stringify(next));
  };
  return {
    text: draft?.text ?? published.source,
    draft,
    write: (text) => keep(changedDraft(draft, { text, published })),
    discard: () => keep(undefined),
  };
}

function keepText(key: string, text: string): void {
  try {
    window.sessionStorage.setItem(key, text);
  } catch (error) {
    // A full store costs the safety of a reload, not the work on the screen.
    if (error instanceof DOMException) return;
    throw error;
  }
}
