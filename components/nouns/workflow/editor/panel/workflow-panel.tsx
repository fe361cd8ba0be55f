'use client';

import { lazy, Suspense } from 'react';
import type { Sketch } from '#components/nouns/workflow/editor/model/sketch.ts';
import type { Editing } from '#components/nouns/workflow/editor/model/use-editing.ts';
import { Select } from '#components/ui/form/select.tsx';
import { KeyHint } from '#components/ui/key-hint.tsx';
import { formatDuration } from '#domain/value/duration.ts';
import type { Json, JsonObject } from '#domain/value/json.ts';
import { failureModes } from '#domain/workflow/definition.ts';
import { FormSection } from './fields/form-section.tsx';
import { LongField } from './fields/long-field.tsx';
import { SpecField } from './fields/spec-field.tsx';
import { failureWords, limitFields } from './head/head-specs.ts';
import { VariablesField } from './head/variables-field.tsx';
import { SettledField } from './settled-field.tsx';

// It reads every expression, whose language comes late.
const VariableList = lazy(async () => ({
  default: (await import('#components/nouns/workflow/editor/expression/variable-list.tsx')).VariableList,
}));

const keys = [
  { keys: 'Enter', words: 'opens the step' },
  { keys: 'a', words: 'adds a step after it' },
  { keys: 'c', words: 'connects it' },
  { keys: '.', words: 'opens the menu, as Shift F10 does' },
  { keys: 'x', words: 'chooses it as well' },
  { keys: 'g', words: 'groups what is chosen' },
  { keys: 'Delete', words: 'removes what is chosen' },
  { keys: 'mod+c', words: 'copies' },
  { keys: 'mod+v', words: 'pastes, here or in another workflow' },
  { keys: 'mod+d', words: 'duplicates' },
  { keys: 'mod+z', words: 'takes the last change back' },
] as const;

/** What the workflow says about itself, for as long as no step is chosen. */
export function WorkflowPanel({ editing, sketch }: { editing: Editing; sketch: Sketch }) {
  const { change, isReadOnly } = editing;
  const { definition: head } = sketch;
  const set = (path: readonly string[], value: Json | undefined, isFlowing = false) =>
    change({ kind: 'set-head', path, value }, isFlowing ? { kind: path.join(' ') } : {});
  return (
    <div className="flex flex-col">
      <div className="flex flex-col gap-4 p-3">
        <SettledField
          label="Name"
          isReadOnly={isReadOnly}
          value={sketch.name}
          onSettle={(name) => name !== '' && set(['name'], name)}
        />
        <LongField
          label="Description"
          isReadOnly={isReadOnly}
          value={sketch.description}
          onChange={(text) => set(['description'], text.trim() === '' ? undefined : text)}
        />
        <VariablesField editing={editing} variables={head.variables} />
        <Suspense>
          <VariableList definition={sketch.definition} onOpen={(stepKey) => editing.choose([stepKey])} />
        </Suspense>
        <Select
          label="When a step fails and nothing catches it"
          isDisabled={isReadOnly}
          value={head.onFailure}
          options={failureModes.map((value) => ({ value, word: failureWords[value] }))}
          onChange={(mode) => set(['onFailure'], mode === 'fail' ? undefined : mode)}
        />
      </div>
      <FormSection title="Limits" isOpen={Object.keys(head.limits).length > 0}>
        {limitFields.map((spec) => (
          <SpecField
            key={spec.label}
            spec={spec}
            step=""
            said={saidLimits(head.limits)[spec.path[1] ?? '']}
            problem={undefined}
            isReadOnly={isReadOnly}
            names={noNames}
            onChange={(value, isFlowing) => set(spec.path, value, isFlowing)}
          />
        ))}
      </FormSection>
      <FormSection title="Keys" isOpen={false}>
        <p className="text-small text-quiet">On a step of the canvas or the list:</p>
        <dl className="grid grid-cols-[auto_minmax(0,1fr)] items-center gap-x-3 gap-y-1 text-small text-quiet">
          {keys.map((one) => (
            <KeyLine key={one.keys} {...one} />
          ))}
        </dl>
      </FormSection>
    </div>
  );
}

const noNames = { task: [], queue: [], workflow: [] };

function saidLimits({ maxExecutionTimeMs, ...limits }: Sketch['definition']['limits']): JsonObject {
  return {
    ...limits,
    ...(maxExecutionTimeMs !== undefined && { maxExecutionTime: formatDuration(maxExecutionTimeMs) }),
  };
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
