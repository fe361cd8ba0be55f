'use client';

import { Link2, Plus, Trash2 } from 'lucide-react';
import { Combobox } from '#components/kit/form/combobox.tsx';
import type { DefinitionProblem } from '#components/nouns/workflow/definition/use-validation.ts';
import { ExpressionField } from '#components/nouns/workflow/editor/expression/expression-field.tsx';
import type { OfferedTask } from '#components/nouns/workflow/editor/model/offered-tasks.ts';
import type { Editing } from '#components/nouns/workflow/editor/model/use-editing.ts';
import { Button } from '#components/ui/form/button.tsx';
import { IconButton } from '#components/ui/form/icon-button.tsx';
import type { Definition, Step } from '#domain/workflow/definition.ts';
import { Dependencies } from './dependencies.tsx';
import { ParamsField } from './params-field.tsx';
import { SettledField } from './settled-field.tsx';
import { StepRules } from './step-rules.tsx';

export type StepPanelParts = {
  editing: Editing;
  step: Step;
  definition: Definition;
  tasks: readonly OfferedTask[];
  problems: readonly DefinitionProblem[];
  onAddAfter: () => void;
  onConnect: () => void;
};

/** Everything that one step says, as a form. */
export function StepPanel({ editing, step, definition, tasks, problems, onAddAfter, onConnect }: StepPanelParts) {
  const { isReadOnly, change } = editing;
  const set = (field: string, value: string | undefined) =>
    change({ kind: 'set-field', step: step.id, path: [field], value: value === '' ? undefined : value });
  const problemOf = (field: string) => problems.find(({ path }) => path?.[2] === field)?.message;
  const task = step.task ?? '';
  return (
    <div className="flex flex-col gap-4 p-3">
      {!isReadOnly && (
        <div className="flex flex-wrap items-center gap-2">
          <Button isSmall Icon={Plus} onClick={onAddAfter}>
            Add after
          </Button>
          <Button isSmall Icon={Link2} onClick={onConnect}>
            Connect to …
          </Button>
          <span className="ml-auto">
            <IconButton
              isSmall
              label="Remove the step"
              keys="Delete"
              Icon={Trash2}
              onClick={() => change({ kind: 'remove-steps', steps: [step.id] })}
            />
          </span>
        </div>
      )}
      {problems.length > 0 && (
        <ul className="flex flex-col gap-1 text-small text-failed">
          {problems.map(({ code, message, path }) => (
            <li key={`${code} ${path?.join('.')} ${message}`}>{message}</li>
          ))}
        </ul>
      )}
      <SettledField
        label="Id"
        isReadOnly={isReadOnly}
        value={step.id}
        onSettle={(to) => to !== '' && change({ kind: 'rename-step', step: step.id, to }, { chooses: true })}
      />
      {task !== '' && (
        <>
          <Combobox
            label="Task"
            value={task}
            options={tasks.map(({ name }) => ({ value: name }))}
            problem={problemOf('type')}
            onChange={(value) => !isReadOnly && set('type', value)}
          />
          <ParamsField key={`${step.id} ${task}`} editing={editing} step={step} />
        </>
      )}
      <Dependencies editing={editing} step={step} definition={definition} />
      <ExpressionField
        label="Condition"
        definition={definition}
        place={{ kind: 'condition', stepId: step.id }}
        placeholder="vars.coverage > 80"
        hint="An expression; where it is false, the step is skipped."
        isReadOnly={isReadOnly}
        problem={problemOf('condition')}
        value={step.condition ?? ''}
        onSettle={(value) => set('condition', value)}
      />
      <StepRules editing={editing} step={step} problemOf={problemOf} />
    </div>
  );
}
