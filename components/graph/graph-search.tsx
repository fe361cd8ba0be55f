'use client';

import { Search } from 'lucide-react';
import { type ComponentType, type KeyboardEvent, useId, useState } from 'react';
import { Glyph } from '#components/state/glyph.tsx';
import { colourOf, jobLooks } from '#components/state/state-look.ts';
import { OptionList, offering } from '#components/ui/form/option-list.tsx';
import type { RunGraph } from './graph-model.ts';
import { useGraphScope } from './graph-scope.ts';
import { findSteps } from './graph-walk.ts';

// Steps that a search through the graph offers at once; a longer list is not read but narrowed.
const foundStepsMax = 8;

type Parts = {
  graph: RunGraph;
  onFound: (stepKey: string) => void;
  /** How a step is offered; with its state in a run when nothing is said. */
  Found?: ComponentType<{ stepKey: string }> | undefined;
};

/** A field that finds steps by name or task and brings one into view. */
export function GraphSearch({ graph, onFound, Found = FoundStep }: Parts) {
  const id = useId();
  const [text, setText] = useState('');
  const [place, setPlace] = useState(0);
  const found = findSteps(graph, text, foundStepsMax);
  const active = Math.min(place, found.length - 1);
  const take = (stepKey: string | undefined) => {
    if (stepKey === undefined) return;
    setText('');
    onFound(stepKey);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'Enter') take(found[place]);
    else if (event.key === 'ArrowDown') setPlace(Math.min(found.length - 1, place + 1));
    else if (event.key === 'ArrowUp') setPlace(Math.max(0, place - 1));
    else if (event.key === 'Escape') {
      setText('');
      event.currentTarget.blur();
    } else return;
    event.preventDefault();
  };
  const isOpen = text.trim() !== '';
  return (
    <div className="w-64">
      <div className="relative">
        <Search aria-hidden size={14} className="absolute top-1/2 left-2 -translate-y-1/2 text-quiet" />
        <input
          {...offering({ id, active, isOpen })}
          data-query-bar
          aria-label="Find a step"
          placeholder="Find a step  /"
          className="field h-7 w-full pl-7"
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value);
            setPlace(0);
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <div className={isOpen ? 'menu-list mt-1' : 'hidden'}>
        <OptionList
          id={id}
          label="Steps found"
          options={found}
          keyOf={(stepKey) => stepKey}
          active={active}
          onTake={take}
          optionClass="menu-item aria-selected:bg-raised"
        >
          {(stepKey) => <Found stepKey={stepKey} />}
        </OptionList>
        {isOpen && found.length === 0 && <p className="px-2 py-1 text-quiet">No step of that name or task.</p>}
      </div>
    </div>
  );
}

function FoundStep({ stepKey }: { stepKey: string }) {
  const { steps } = useGraphScope();
  const look = jobLooks[steps.faceOf(stepKey)?.state ?? 'PENDING'];
  return (
    <>
      <span style={{ color: colourOf(look.family) }}>
        <Glyph name={look.glyph} />
      </span>
      <span className="min-w-0 flex-1 truncate">{stepKey}</span>
      <span className="text-small text-quiet">{look.word.toLowerCase()}</span>
    </>
  );
}
