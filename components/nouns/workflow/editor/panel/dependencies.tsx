'use client';

import { X } from 'lucide-react';
import { kindOptions } from '#components/nouns/workflow/editor/canvas/kind-words.ts';
import {
  ExpressionField,
  type ExpressionFieldParts,
} from '#components/nouns/workflow/editor/expression/expression-field.tsx';
import type { Editing } from '#components/nouns/workflow/editor/model/use-editing.ts';
import { IconButton } from '#components/ui/form/icon-button.tsx';
import { Select } from '#components/ui/form/select.tsx';
import type { Definition, Dependency, Step } from '#domain/workflow/definition.ts';
import { SettledField } from './settled-field.tsx';

// A step that waits for more than these has plain fields: each of the others is an editor of its own.
const richFieldsMax = 12;

type Parts = { editing: Editing; step: Step; definition: Definition };

/** What a step waits for, and what must have become of it. */
export function Dependencies({ editing, step, definition }: Parts) {
  return (
    <section aria-label="Waits for" className="flex flex-col gap-2">
      <h2 className="font-medium">Waits for</h2>
      {step.dependencies.length === 0 ? (
        <p className="text-small text-quiet">Nothing: it starts with the run.</p>
      ) : (
        <ul className="flex flex-col gap-3">
          {step.dependencies.map((dependency) => (
            <li key={`${dependency.step} ${dependency.on}`} className="border-l-2 border-line pl-2">
              <OneDependency editing={editing} step={step} definition={definition} dependency={dependency} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function OneDependency({ editing, step, definition, dependency }: Parts & { dependency: Dependency }) {
  const { change, choose, isReadOnly } = editing;
  const Field = step.dependencies.length > richFieldsMax ? PlainField : ExpressionField;
  const link = { from: dependency.step, to: step.id, on: dependency.on };
  return (
    <div className="flex flex-col gap-1.5">
      <div className="flex items-center gap-1.5">
        <button
          type="button"
          className="link min-w-0 flex-1 truncate text-left"
          onClick={() => choose([dependency.step])}
        >
          {dependency.step}
        </button>
        <Select
          label={`When ${dependency.step} ended`}
          isLabelHidden
          isSmall
          isDisabled={isReadOnly}
          className="w-32"
          value={dependency.on}
          options={kindOptions}
          onChange={(on) =>
            change([
              { kind: 'disconnect', ...link },
              { kind: 'connect', ...link, on, ...conditionOf(dependency.condition) },
            ])
          }
        />
        {!isReadOnly && (
          <IconButton
            isSmall
            label={`Wait no longer for ${dependency.step}`}
            Icon={X}
            onClick={() => change({ kind: 'disconnect', ...link })}
          />
        )}
      </div>
      <Field
        label={`And only if (after ${dependency.step})`}
        isLabelHidden
        definition={definition}
        place={{ kind: 'dependency', stepId: step.id, from: dependency.step }}
        placeholder="and only if …"
        isReadOnly={isReadOnly}
        value={dependency.condition ?? ''}
        onSettle={(text) => change({ kind: 'connect', ...link, ...conditionOf(text) })}
      />
    </div>
  );
}

function PlainField({ definition: _, place: __, ...words }: ExpressionFieldParts) {
  return <SettledField {...words} isMono />;
}

function conditionOf(text: string | undefined): { condition?: string } {
  return text === undefined || text === '' ? {} : { condition: text };
}
