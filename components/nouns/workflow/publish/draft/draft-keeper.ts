/** Brings a draft to the server: one save at a time, none lost, and none over what another window saved. */
import {
  arrivalOf,
  type Draft,
  draftOf,
  isChanged,
  type Published,
  type Saved,
  type StoredDraft,
  savedDraft,
} from './draft.ts';

export type DraftState =
  /** It is not known yet what the server has. */
  | { kind: 'reading' }
  | { kind: 'quiet' }
  | { kind: 'saving' }
  /** `isFinal`: the same text would be refused again. */
  | { kind: 'failed'; sentence: string; isFinal: boolean; text: string | undefined }
  /** Another window saved something else, or ended the draft; nothing is saved before its author has decided. */
  | { kind: 'clash'; there: StoredDraft | undefined };

/** What became of a save; `moved`: the server has another revision. */
export type Sent =
  | { kind: 'done'; saved: Saved | undefined }
  | { kind: 'moved' }
  | { kind: 'failed'; sentence: string; isFinal: boolean };

/** The way to the server. */
export type DraftDoor = {
  read: () => Promise<{ ok: true; stored: StoredDraft | undefined } | { ok: false; sentence: string }>;
  save: (draft: Draft) => Promise<Sent>;
  /** Ends the draft there. */
  drop: (saved: Saved) => Promise<Sent>;
};

export type DraftKeeper = {
  /** Finds out what the server has. */
  begin: () => Promise<void>;
  /** Saves what is not saved yet. The revision that the server has then; none where it has no draft. */
  flush: () => Promise<string | undefined>;
  /** Decides a clash. */
  decide: (which: 'mine' | 'theirs') => Promise<void>;
};

type Parts = {
  door: DraftDoor;
  /** What is kept here. */
  here: { read: () => Draft | undefined; write: (draft: Draft | undefined) => void };
  published: () => Published;
  tell: (state: DraftState) => void;
};

// What is typed while a save is on its way is saved after it; whoever types on and on is saved by the next pause.
const savesAtOnceMax = 3;

/** Opens the keeper of one draft. */
export function openDraftKeeper({ door, here, published, tell }: Parts): DraftKeeper {
  let busy: Promise<boolean> | undefined;
  let isAsking = false;
  // What the server has was read once.
  let isKnown = false;

  const arrive = async (): Promise<void> => {
    const answer = await door.read();
    if (!answer.ok) return tell(unread(answer.sentence));
    isKnown = true;
    const arrival = arrivalOf(here.read(), answer.stored);
    if (arrival.kind === 'replaced') here.write(arrival.draft);
    isAsking = arrival.kind === 'clash';
    tell(isAsking ? { kind: 'clash', there: answer.stored } : { kind: 'quiet' });
  };

  const send = async (draft: Draft): Promise<boolean> => {
    const isKept = isChanged(draft, published());
    if (!isKept && draft.saved === undefined) {
      here.write(undefined);
      return true;
    }
    tell({ kind: 'saving' });
    const sent = isKept || draft.saved === undefined ? await door.save(draft) : await door.drop(draft.saved);
    if (sent.kind === 'moved') {
      await arrive();
      return !isAsking;
    }
    if (sent.kind === 'failed') {
      tell({ ...sent, text: draft.text });
      return false;
    }
    here.write(afterSave(here.read(), draft, sent.saved));
    tell({ kind: 'quiet' });
    return true;
  };

  const flush = async (): Promise<string | undefined> => {
    if (!isKnown) await arrive();
    if (!isKnown) return here.read()?.saved?.revision;
    for (let saves = 0; saves < savesAtOnceMax; saves += 1) {
      // Another save may have begun before this one comes to its turn.
      while (busy !== undefined) await busy;
      const draft = here.read();
      if (isAsking || draft === undefined || !draft.isDirty) break;
      busy = send(draft);
      const isDone = await busy;
      busy = undefined;
      if (!isDone) break;
    }
    return here.read()?.saved?.revision;
  };

  return {
    begin: arrive,
    flush,
    decide: async (which) => {
      const answer = await door.read();
      if (!answer.ok) return tell(unread(answer.sentence));
      const { stored } = answer;
      isAsking = false;
      const draft = here.read();
      if (which === 'theirs' || draft === undefined) here.write(stored && draftOf(stored));
      else here.write({ ...draft, saved: stored && draftOf(stored).saved, isDirty: true });
      tell({ kind: 'quiet' });
      await flush();
    },
  };
}

function unread(sentence: string): DraftState {
  return { kind: 'failed', sentence, isFinal: false, text: undefined };
}

function afterSave(now: Draft | undefined, sent: Draft, saved: Saved | undefined): Draft | undefined {
  if (saved !== undefined) return now && savedDraft(now, sent, saved);
  // The draft was dropped; what was typed meanwhile begins another one.
  return now === undefined || now.text === sent.text ? undefined : { ...now, saved: undefined };
}
