'use client';

import { useMemo } from 'react';
import { variableUses } from '#domain/graph/variable-uses.ts';
import { sayCount } from '#domain/value/say-count.ts';
import type { Definition } from '#domain/workflow/definition.ts';

type Parts = { definition: Definition; onOpen: (stepKey: string) => void };

// Places of one variable that are listed; the text has all of them.
const usesShownMax = 20;

/** The variables of the definition under the hand, with every place that reads or writes them. */
export function VariableList({ definition, onOpen }: Parts) {
  const variables = useMemo(() => variableUses(definition), [definition]);
  if (variables.length === 0) return null;
  return (
    <section aria-label="Where variables are used" className="flex flex-col gap-1">
      <h2 className="font-medium">Where they are used</h2>
      {variables.map(({ name, type, uses }) => (
        <details key={name}>
          <summary className="w-full">
            <span className="inline-flex w-[calc(100%-1.25rem)] items-baseline gap-2">
              <code className="min-w-0 truncate font-semibold">{name}</code>
              <span className="text-small text-quiet">{type ?? 'written by a step'}</span>
              <span className="ml-auto shrink-0 text-small text-quiet">
                {uses.length === 0 ? 'used nowhere' : sayCount(uses.length, 'place')}
              </span>
            </span>
          </summary>
          <ul className="flex flex-col border-l-2 border-line py-0.5 pl-2">
            {uses.slice(0, usesShownMax).map(({ stepKey, field, writes }) => (
              <li key={`${stepKey} ${field} ${writes}`} className="flex items-baseline gap-2">
                <button type="button" className="link min-w-0 truncate text-left" onClick={() => onOpen(stepKey)}>
                  {stepKey}
                </button>
                <span className="text-small text-quiet">{writes ? 'writes it' : `reads it in ${field}`}</span>
              </li>
            ))}
            {uses.length > usesShownMax && (
              <li className="text-small text-quiet">and {sayCount(uses.length - usesShownMax, 'more place')}</li>
            )}
            {uses.length === 0 && <li className="text-small text-quiet">It may go, or a step forgot it.</li>}
          </ul>
        </details>
      ))}
    </section>
  );
}
