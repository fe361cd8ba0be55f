'use client';

import { useDeferredValue, useMemo, useRef, useState } from 'react';
import type { Edit } from '#domain/workflow/edit/edit.ts';
import { type History, noHistory, record, redo, undo } from '#domain/workflow/edit/history.ts';
import { changeText } from './changes.ts';
import { nextSketchOf } from './next-sketch.ts';
import type { Sketch } from './sketch.ts';

/** A definition under the hand: its text, what it is drawn as, what is chosen in it, and the ways to change it. */
export type Editing = {
  text: string;
  /** The last text that could be read; undefined until there was one. */
  sketch: Sketch | undefined;
  /** The text has moved on and cannot be read: the sketch is how it was. */
  isStale: boolean;
  isReadOnly: boolean;
  chosen: readonly string[];
  choose: (stepKeys: readonly string[]) => void;
  /**
   * Changes the text by one edit, or by several as one. Changes of one `kind` that follow each other are undone as one.
   * Says whether it was done.
   */
  change: (edits: Edit | readonly Edit[], then?: Then) => boolean;
  /** Why the last change was not done. */
  refusal: string | undefined;
  refuse: (sentence: string) => void;
  /** Takes a text that was typed. */
  type: (text: string) => void;
  undo: (() => void) | undefined;
  redo: (() => void) | undefined;
};

/** `chooses`: afterwards the steps are chosen that the change made or spoke of. */
type Then = { chooses?: boolean; kind?: string };

type Asked = { text: string; write: (text: string) => void; isReadOnly: boolean };

const nothing: readonly string[] = [];

/** Edits a text that is kept elsewhere. Every change is one of the text, and the canvas follows it. */
export function useEditing({ text, write, isReadOnly }: Asked): Editing {
  const { sketch, isStale } = useSketch(text);
  const [history, setHistory] = useState<History>(noHistory);
  const [chosen, setChosen] = useState(nothing);
  const [refusal, setRefusal] = useState<string>();
  // Two changes within one moment: the second begins with what the first has written.
  const now = useRef(text);
  now.current = text;
  const put = (next: string) => {
    now.current = next;
    setRefusal(undefined);
    write(next);
  };
  const go = (found: ReturnType<typeof undo>) => {
    if (found === undefined) return;
    setHistory(found.history);
    put(found.text);
  };
  const standing = useMemo(() => chosen.filter((key) => sketch?.steps.has(key)), [chosen, sketch]);
  return {
    text,
    sketch,
    isStale,
    isReadOnly,
    chosen: standing,
    choose: (next) => setChosen((known) => (isSame(known, next) ? known : next)),
    refusal,
    refuse: setRefusal,
    change: (edits, { chooses = false, kind } = {}) => {
      const changed = changeText(now.current, isOne(edits) ? [edits] : edits);
      if (!changed.ok) {
        setRefusal(changed.sentence);
        return false;
      }
      if (chooses) setChosen(changed.steps);
      if (changed.text === now.current) return true;
      const before = now.current;
      setHistory((known) => record(known, { before, after: changed.text, ...(kind !== undefined && { group: kind }) }));
      put(changed.text);
      return true;
    },
    type: (next) => {
      if (next === now.current) return;
      const before = now.current;
      setHistory((known) => record(known, { before, after: next, group: 'typing' }));
      put(next);
    },
    undo: isReadOnly || undo(history, text) === undefined ? undefined : () => go(undo(history, now.current)),
    redo: isReadOnly || redo(history, text) === undefined ? undefined : () => go(redo(history, now.current)),
  };
}

type Read = { text: string; sketch: Sketch | undefined; isStale: boolean };

// A keystroke goes first; the drawing follows as soon as there is time.
function useSketch(text: string): Read {
  const settled = useDeferredValue(text);
  const [read, setRead] = useState(() => nextSketch(undefined, settled));
  if (read.text === settled) return read;
  const next = nextSketch(read, settled);
  setRead(next);
  return next;
}

function nextSketch(last: Read | undefined, text: string): Read {
  const known = last?.sketch === undefined || last.isStale ? undefined : { text: last.text, sketch: last.sketch };
  const sketch = nextSketchOf(known, text);
  return { text, sketch: sketch ?? last?.sketch, isStale: sketch === undefined };
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((key, index) => key === other[index]);
}

function isOne(edits: Edit | readonly Edit[]): edits is Edit {
  return !Array.isArray(edits);
}
