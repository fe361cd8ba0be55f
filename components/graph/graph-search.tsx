'use client';

import { Search } from 'lucide-react';
import { type KeyboardEvent, useId, useState } from 'react';
import { Glyph } from '#components/state/glyph.tsx';
import { colourOf, jobLooks } from '#components/state/state-look.ts';
import { classes } from '#components/ui/classes.ts';
import type { RunGraph } from './graph-model.ts';
import { useGraphScope } from './graph-scope.ts';
import { findSteps } from './graph-walk.ts';

// Steps that a search through the graph offers at once; a longer list is not read but narrowed.
const foundStepsMax = 8;

type Parts = { graph: RunGraph; onFound: (stepKey: string) => void };

/** A field that finds steps by name or task and brings one into view. */
export function GraphSearch({ graph, onFound }: Parts) {
  const id = useId();
  const [text, setText] = useState('');
  const [place, setPlace] = useState(0);
  const { steps } = useGraphScope();
  const found = findSteps(graph, text, foundStepsMax);
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
          data-query-bar
          role="combobox"
          aria-label="Find a step"
          aria-expanded={isOpen}
          aria-controls={`${id}-found`}
          aria-activedescendant={isOpen && found.length > 0 ? `${id}-${place}` : undefined}
          autoComplete="off"
          spellCheck={false}
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
      <div id={`${id}-found`} role="listbox" aria-label="Steps found" className={isOpen ? 'menu-list mt-1' : 'hidden'}>
        {found.map((stepKey, index) => {
          const look = jobLooks[steps.faceOf(stepKey)?.state ?? 'PENDING'];
          return (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the field moves and takes by keys
            <div
              key={stepKey}
              id={`${id}-${index}`}
              role="option"
              tabIndex={-1}
              aria-selected={index === place}
              onClick={() => take(stepKey)}
              className={classes('menu-item', index === place && 'bg-raised')}
            >
              <span style={{ color: colourOf(look.family) }}>
                <Glyph name={look.glyph} />
              </span>
              <span className="min-w-0 flex-1 truncate">{stepKey}</span>
              <span className="text-small text-quiet">{look.word.toLowerCase()}</span>
            </div>
          );
        })}
        {isOpen && found.length === 0 && <p className="px-2 py-1 text-quiet">No step of that name or task.</p>}
      </div>
    </div>
  );
}
