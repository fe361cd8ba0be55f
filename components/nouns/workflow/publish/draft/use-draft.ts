'use client';

import { useEffect, useEffectEvent, useMemo, useRef, useState } from 'react';
import { useApi } from '#components/api/api-provider.tsx';
import { useOwnWriting } from '#components/kit/kept/use-own-writing.ts';
import { type Draft, isChanged, type Published, readDraft, writtenDraft } from './draft.ts';
import { type DraftPlace, openDraftDoor } from './draft-door.ts';
import { type DraftState, openDraftKeeper } from './draft-keeper.ts';

export type DraftView = {
  text: string;
  /** Undefined while the text is the published one. */
  draft: Draft | undefined;
  /** False until it is known what the server has: nothing is written before. */
  isReady: boolean;
  state: DraftState;
  write: (text: string) => void;
  /** Another text in the place of this one, begun from the latest version. */
  begin: (text: string) => void;
  discard: () => void;
  /** The draft was ended by its publication. */
  end: () => void;
  /** Saves at once; the revision of the draft, none where the server has none. */
  flush: () => Promise<string | undefined>;
  decide: (which: 'mine' | 'theirs') => void;
};

// A pause in typing: what is lost with the browser is no more than this.
const pauseMs = 1_000;
// Long enough not to press a server that is down, short enough to be saved before one walks away.
const anotherTryMs = 5_000;

/**
 * A text under work, until it is published or discarded. It survives a reload here at once, and is found in another
 * browser once it was saved; without the right to write there is nothing to look for.
 */
export function useDraft(place: DraftPlace, published: Published, mayWrite: boolean): DraftView {
  const name = 'key' in place ? `new ${place.key}` : place.workflow;
  const [kept, keepText] = useOwnWriting(`draft ${name}`);
  const draft = useMemo(() => readDraft(kept), [kept]);
  const [state, setState] = useState<DraftState>(mayWrite ? { kind: 'reading' } : { kind: 'quiet' });
  const put = (next: Draft | undefined) => keepText(next === undefined ? undefined : JSON.stringify(next));
  const keeper = useKeeper({ place, draft, published, put, tell: setState });
  useSaving({ draft, state, flush: keeper.flush, begin: keeper.begin, mayWrite });
  const { write } = keeper;
  const rewritten = (text: string) => write(writtenDraft(keeper.now(), text, published));
  return {
    text: draft === undefined || draft.isGone === true ? published.source : draft.text,
    draft: isChanged(draft, published) ? draft : undefined,
    isReady: state.kind !== 'reading',
    state,
    write: rewritten,
    begin: (text) => {
      const next = writtenDraft(keeper.now(), text, published);
      write(next && { ...next, baseVersion: published.number, isDirty: true });
    },
    discard: () => rewritten(published.source),
    end: () => keeper.write(undefined),
    flush: keeper.flush,
    decide: (which) => void keeper.decide(which),
  };
}

type KeeperParts = {
  place: DraftPlace;
  draft: Draft | undefined;
  published: Published;
  put: (draft: Draft | undefined) => void;
  tell: (state: DraftState) => void;
};

// The keeper lives as long as the screen; what it reads is what was rendered or written last.
function useKeeper({ place, draft, published, put, tell }: KeeperParts) {
  const api = useApi();
  const now = useRef({ draft, published, put });
  now.current = { draft, published, put };
  const [keeper] = useState(() => {
    const write = (next: Draft | undefined) => {
      now.current.draft = next;
      now.current.put(next);
    };
    const here = { read: () => now.current.draft, write };
    const opened = openDraftKeeper({
      door: openDraftDoor(api, place),
      here,
      published: () => now.current.published,
      tell,
    });
    return { ...opened, write, now: here.read };
  });
  return keeper;
}

type Saving = {
  draft: Draft | undefined;
  state: DraftState;
  flush: () => Promise<unknown>;
  begin: () => Promise<void>;
  mayWrite: boolean;
};

function useSaving({ draft, state, flush, begin, mayWrite }: Saving): void {
  const start = useEffectEvent(() => void begin());
  const save = useEffectEvent(() => {
    if (mayWrite) void flush();
  });
  useEffect(() => {
    if (mayWrite) start();
  }, [mayWrite]);

  const delayMs = mayWrite ? delayUntilSave(draft, state) : undefined;
  // biome-ignore lint/correctness/useExhaustiveDependencies: each letter puts the save off
  useEffect(() => {
    if (delayMs === undefined) return;
    const timer = setTimeout(save, delayMs);
    return () => clearTimeout(timer);
  }, [delayMs, draft?.text, state]);

  useEffect(() => {
    const look = () => document.visibilityState === 'hidden' && save();
    document.addEventListener('visibilitychange', look);
    window.addEventListener('online', save);
    return () => {
      document.removeEventListener('visibilitychange', look);
      window.removeEventListener('online', save);
      // Whoever goes on to another screen has finished typing.
      save();
    };
  }, []);
}

function delayUntilSave(draft: Draft | undefined, state: DraftState): number | undefined {
  if (state.kind === 'failed' && !state.isFinal) return anotherTryMs;
  if (draft === undefined || !draft.isDirty) return undefined;
  if (state.kind === 'failed') return state.text === draft.text ? undefined : pauseMs;
  return state.kind === 'quiet' ? pauseMs : undefined;
}
