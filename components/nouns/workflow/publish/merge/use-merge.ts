'use client';

import { useMemo, useState } from 'react';
import { type Choice, clashesOf, type MergePart, mergedText, mergeTexts, type Sides } from './merge-texts.ts';

export type Placed = {
  part: Exclude<MergePart, { kind: 'same' }>;
  /** The first line of it in the text that both began with, counted from 1. */
  line: number;
  /** The place among the clashes; -1 for what is merged by itself. */
  clash: number;
};

export type MergeView = {
  /** Everything that anybody changed, in the order of the text. */
  changes: readonly Placed[];
  choices: readonly (Choice | undefined)[];
  choose: (clash: number, choice: Choice) => void;
  clashCount: number;
  /** How many clashes nobody has decided. */
  openCount: number;
  /** The merged text; undefined while a clash is open. */
  text: string | undefined;
};

/** Three texts being brought together. */
export function useMerge({ base, mine, theirs }: Sides): MergeView {
  const parts = useMemo(() => mergeTexts({ base, mine, theirs }), [base, mine, theirs]);
  const changes = useMemo(() => placesOf(parts), [parts]);
  const clashCount = clashesOf(parts).length;
  const [decided, setDecided] = useState<{ parts: readonly MergePart[]; choices: ReadonlyMap<number, Choice> }>({
    parts,
    choices: new Map(),
  });
  // What was decided about other texts decides nothing about these.
  const known = decided.parts === parts ? decided.choices : new Map<number, Choice>();
  const choices = Array.from({ length: clashCount }, (_, clash) => known.get(clash));
  return {
    changes,
    choices,
    choose: (clash, choice) => setDecided({ parts, choices: new Map(known).set(clash, choice) }),
    clashCount,
    openCount: choices.filter((choice) => choice === undefined).length,
    text: mergedText(parts, choices),
  };
}

function placesOf(parts: readonly MergePart[]): Placed[] {
  const found: Placed[] = [];
  let [line, clash] = [1, 0];
  for (const part of parts) {
    if (part.kind !== 'same') found.push({ part, line, clash: part.kind === 'clash' ? clash : -1 });
    if (part.kind === 'clash') clash += 1;
    line += part.kind === 'same' ? part.lines.length : part.base.length;
  }
  return found;
}
