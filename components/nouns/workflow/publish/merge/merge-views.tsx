'use client';

import { useState } from 'react';
import { DiffView } from '#components/editor/diff-view.tsx';
import { EmptyNotice } from '#components/kit/page/notice.tsx';
import { ProblemsList } from '#components/nouns/workflow/definition/problems-list.tsx';
import { useProblemWalk } from '#components/nouns/workflow/definition/use-problem-walk.ts';
import type { ValidationView } from '#components/nouns/workflow/definition/use-validation.ts';
import { TextsDiff } from '#components/nouns/workflow/diff/texts-diff.tsx';
import { Segmented } from '#components/ui/form/segmented.tsx';
import { unreachable } from '#domain/unreachable.ts';
import { ClashCard } from './clash-card.tsx';
import type { Sides } from './merge-texts.ts';
import { MergedCard } from './merged-card.tsx';
import type { MergeView } from './use-merge.ts';

const views = [
  { value: 'merge', word: 'Both together' },
  { value: 'theirs', word: 'What they changed' },
  { value: 'mine', word: 'What you changed' },
  { value: 'result', word: 'What you publish' },
] as const;
type View = (typeof views)[number]['value'];

type Parts = { merge: MergeView; validation: ValidationView; sides: Sides; edited: number; latest: number };

/** The changes of both sides: together, each for itself, and what comes of them. */
export function MergeViews(parts: Parts) {
  const [view, setView] = useState<View>('merge');
  const walk = useProblemWalk(parts.validation, () => setView('result'));
  return (
    <>
      <div>
        <Segmented label="Shown" value={view} options={views} onChange={setView} />
      </div>
      <div className="flex h-[56vh] min-h-56 flex-col">
        <Shown view={view} parts={parts} />
      </div>
      {parts.merge.text !== undefined && (
        <div className="rounded border border-line *:border-t-0">
          <ProblemsList validation={parts.validation} walk={walk} />
        </div>
      )}
    </>
  );
}

function Shown({ view, parts }: { view: View; parts: Parts }) {
  const { merge, sides, edited, latest } = parts;
  switch (view) {
    case 'merge':
      return <Together {...parts} />;
    case 'theirs':
      return (
        <TextsDiff label={`From version ${edited} to version ${latest}`} before={sides.base} after={sides.theirs} />
      );
    case 'mine':
      return <TextsDiff label={`From version ${edited} to your text`} before={sides.base} after={sides.mine} />;
    case 'result':
      return merge.text === undefined ? (
        <EmptyNotice>Decide what clashes first.</EmptyNotice>
      ) : (
        <div className="flex min-h-0 flex-1 flex-col rounded border border-line">
          <DiffView label={`From version ${latest} to what you publish`} before={sides.theirs} after={merge.text} />
        </div>
      );
    default:
      return unreachable(view);
  }
}

function Together({ merge, edited, latest }: Parts) {
  const words = { base: `Version ${edited}, where both began`, theirs: `Theirs, version ${latest}` };
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
    <section aria-label="Changes of both" tabIndex={0} className="flex min-h-0 flex-1 flex-col gap-2 overflow-y-auto">
      {merge.changes.map(({ part, line, clash }) =>
        part.kind === 'clash' ? (
          <ClashCard
            key={line}
            clash={part}
            title={`Clash ${clash + 1} of ${merge.clashCount}, line ${line}`}
            words={words}
            choice={merge.choices[clash]}
            onChoose={(choice) => merge.choose(clash, choice)}
          />
        ) : (
          <MergedCard key={line} part={part} place={`line ${line}`} />
        ),
      )}
    </section>
  );
}
