'use client';

import { useOwnWriting } from '#components/kit/kept/use-own-writing.ts';
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
  const [kept, keepText] = useOwnWriting(`draft ${name}`);
  const draft = readDraft(kept);
  const keep = (next: Draft | undefined) => keepText(next === undefined ? undefined : JSON.stringify(next));
  return {
    text: draft?.text ?? published.source,
    draft,
    write: (text) => keep(changedDraft(draft, { text, published })),
    discard: () => keep(undefined),
  };
}
