'use client';

import { lazy, Suspense } from 'react';
import type { Sketch } from '#components/nouns/workflow/editor/model/sketch.ts';
import type { Editing } from '#components/nouns/workflow/editor/model/use-editing.ts';
import { KeyHint } from '#components/ui/key-hint.tsx';
import { SettledField } from './settled-field.tsx';

// It reads every expression, whose language comes late.
const VariableList = lazy(async () => ({
  default: (await import('#components/nouns/workflow/editor/expression/variable-list.tsx')).VariableList,
}));

const keys = [
  { keys: 'Enter', words: 'opens the step' },
  { keys: 'a', words: 'adds a step after it' },
  { keys: 'c', words: 'connects it' },
  { keys: 'Delete', words: 'removes what is chosen' },
  { keys: 'mod+c', words: 'copies' },
  { keys: 'mod+v', words: 'pastes, here or in another workflow' },
  { keys: 'mod+d', words: 'duplicates' },
  { keys: 'mod+z', words: 'takes the last change back' },
] as const;

/** What the workflow says about itself, for as long as no step is chosen. */
export function WorkflowPanel({ editing, sketch }: { editing: Editing; sketch: Sketch }) {
  const { change, isReadOnly } = editing;
  return (
    <div className="flex flex-col gap-4 p-3">
      <SettledField
        label="Name"
        isReadOnly={isReadOnly}
        value={sketch.name}
        onSettle={(name) => name !== '' && change({ kind: 'set-head', path: ['name'], value: name })}
      />
      <SettledField
        label="Description"
        isReadOnly={isReadOnly}
        value={sketch.description}
        onSettle={(text) => change({ kind: 'set-head', path: ['description'], value: text === '' ? undefined : text })}
      />
      <Suspense>
        <VariableList definition={sketch.definition} onOpen={(stepKey) => editing.choose([stepKey])} />
      </Suspense>
      <section aria-label="Keys on a step" className="flex flex-col gap-1 text-small text-quiet">
        <p>Choose a step to see all about it. On a step of the canvas or the list:</p>
        <dl className="grid grid-cols-[auto_minmax(0,1fr)] items-center gap-x-3 gap-y-1">
          {keys.map((one) => (
            <KeyLine key={one.keys} {...one} />
          ))}
        </dl>
      </section>
    </div>
  );
}

function KeyLine({ keys: chord, words }: { keys: string; words: string }) {
  return (
    <>
      <dt>
        <KeyHint keys={chord} />
      </dt>
      <dd>{words}</dd>
    </>
  );
}
