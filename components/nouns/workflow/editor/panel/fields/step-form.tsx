'use client';

import type { DefinitionProblem } from '#components/nouns/workflow/definition/use-validation.ts';
import type { Editing } from '#components/nouns/workflow/editor/model/use-editing.ts';
import type { Json, JsonObject } from '#domain/value/json.ts';
import { type FieldSpec, type FormPart, formParts, inFull, saidAt, writtenAt } from './field-specs.ts';
import { FormSection } from './form-section.tsx';
import { type KnownNames, SpecField } from './spec-field.tsx';

type Parts = {
  editing: Editing;
  step: string;
  /** What the step says, in the words of the contract. */
  said: JsonObject;
  problems: readonly DefinitionProblem[];
  names: KnownNames;
};

/** All that a step may say beside what it is and what it waits for, part by part. */
export function StepForm(parts: Parts) {
  return formParts
    .filter(({ fits }) => fits(parts.said))
    .map((part) => <OnePart key={part.title} part={part} {...parts} />);
}

// What a step is for begins open, whatever is said of it yet.
const alwaysOpen = ['When it runs', 'Waits', 'Asks', 'Repeats'];

function OnePart({ part, editing, step, said, problems, names }: Parts & { part: FormPart }) {
  const whole = inFull(said);
  const shown = part.fields.filter(({ fits }) => fits?.(whole) ?? true);
  const isSaid = part.fields.some(({ path }) => saidAt(whole, path) !== undefined);
  const isOpen = isSaid || alwaysOpen.some((words) => part.title.startsWith(words));
  const put = ({ path }: FieldSpec, value: Json | undefined, isFlowing: boolean) =>
    editing.change(
      { kind: 'set-field', step, ...writtenAt(said, path, value) },
      isFlowing ? { kind: `${path.join(' ')} ${step}` } : {},
    );
  return (
    <FormSection title={part.title} isOpen={isOpen}>
      {shown.map((spec) => (
        <SpecField
          key={spec.path.join('.')}
          spec={spec}
          step={step}
          said={saidAt(whole, spec.path)}
          problem={problemAt(problems, spec.path)}
          isReadOnly={editing.isReadOnly}
          names={names}
          onChange={(value, isFlowing = false) => put(spec, value, isFlowing)}
        />
      ))}
    </FormSection>
  );
}

/** What is wrong at a field of a step, or inside of it. */
export function problemAt(problems: readonly DefinitionProblem[], path: readonly string[]): string | undefined {
  return problems.find((problem) => path.every((key, index) => problem.path?.[index + 2] === key))?.message;
}
