'use client';

import { X } from 'lucide-react';
import dynamic from 'next/dynamic';
import { use, useEffect, useState } from 'react';
import { useUrl } from '#components/address/use-url.ts';
import { type MenuPlace, MoreContext, useGraphScope } from '#components/graph/graph-scope.ts';
import type { RunDetails } from '#components/nouns/run/page/use-run.ts';
import { useIsPast } from '#components/nouns/run/page/use-run-place.ts';
import { Button } from '#components/ui/form/button.tsx';
import { useKeys } from '#components/ui/keyboard/use-keys.ts';
import { GroupFrames } from './group-frames-view.tsx';
import { lineOf } from './line-of.ts';
import { learnedOf, PictureStore } from './picture-store.ts';
import { StepMore } from './step-more.tsx';
import { useRunDrawing } from './use-run-drawing.ts';
import { useRunPicture } from './use-run-picture.ts';

// Most who look at a graph open no menu in it.
const StepMenu = dynamic(async () => (await import('#components/nouns/run/menu/step-menu.tsx')).StepMenu, {
  ssr: false,
});

// What loops and dependencies tell is of now.
const untold = { loops: [], dependencies: [] };

// The same menu again is another one.
type Asked = { stepKey: string; place: MenuPlace; nth: number };

/** What the graph of a run shows and does beyond the states of its steps; stands inside of the graph. */
export function PictureMore({ run }: { run: RunDetails }) {
  const { steps, reached } = useGraphScope();
  const more = use(MoreContext);
  const { search, change } = useUrl();
  const line = search.get('line') ?? undefined;
  const isPast = useIsPast();
  const picture = useRunPicture(run);
  const { groups, workflows } = useRunDrawing(run);
  const { loops, dependencies } = isPast ? untold : (picture ?? untold);
  const [store] = useState(() => new PictureStore());
  const [asked, setAsked] = useState<Asked>();
  useEffect(() => {
    more.set({ Node: StepMore, faces: store, openMenu: (stepKey, place) => setAsked(askedFor(stepKey, place)) });
    return () => more.set(undefined);
  }, [more, store]);
  useEffect(() => {
    const set = line === undefined ? undefined : lineOf(run, line);
    store.update({ run, loops, line: set });
  }, [store, run, loops, line]);
  useEffect(() => steps.name(workflows), [steps, workflows]);
  useEffect(() => {
    if (isPast || dependencies.length > 0) steps.learn(learnedOf(dependencies));
  }, [steps, dependencies, isPast]);
  const ask = () => {
    const node = nodeOf(reached.get());
    if (node === undefined) return;
    const { left, bottom } = node.getBoundingClientRect();
    setAsked(askedFor(node.dataset.step ?? '', { x: left, y: bottom, focus: node }));
  };
  useKeys('Graph', [{ keys: '.', words: 'What can be done to the step', act: ask }]);
  const step = run.steps.find(({ stepKey }) => stepKey === asked?.stepKey);
  return (
    <>
      {groups.length > 0 && <GroupFrames groups={groups} />}
      {line !== undefined && (
        <Button isSmall Icon={X} onClick={() => change({ line: undefined })}>
          Only the line of {line}
        </Button>
      )}
      {asked !== undefined && step !== undefined && (
        <StepMenu key={asked.nth} run={run} step={step} place={asked.place} onClose={() => setAsked(undefined)} />
      )}
    </>
  );
}

function askedFor(stepKey: string, place: MenuPlace) {
  return (now: Asked | undefined): Asked => ({ stepKey, place, nth: (now?.nth ?? 0) + 1 });
}

function nodeOf(stepKey: string | undefined): HTMLElement | undefined {
  if (stepKey === undefined) return undefined;
  return document.querySelector<HTMLElement>(`button[data-step="${CSS.escape(stepKey)}"]`) ?? undefined;
}
