'use client';

import { Link2, Plus, Repeat, Trash2 } from 'lucide-react';
import { Combobox } from '#components/kit/form/combobox.tsx';
import type { DefinitionProblem } from '#components/nouns/workflow/definition/use-validation.ts';
import {
  loopKindsOf,
  loopWords,
  type WaitKind,
  waitEdit,
  waitKinds,
} from '#components/nouns/workflow/editor/model/loop-edits.ts';
import type { OfferedTask } from '#components/nouns/workflow/editor/model/offered-tasks.ts';
import type { Editing } from '#components/nouns/workflow/editor/model/use-editing.ts';
import type { EditorActs } from '#components/nouns/workflow/editor/use-editor-edits.ts';
import { Button } from '#components/ui/form/button.tsx';
import { IconButton } from '#components/ui/form/icon-button.tsx';
import { Segmented } from '#components/ui/form/segmented.tsx';
import { Menu } from '#components/ui/overlay/menu.tsx';
import type { Step } from '#domain/workflow/definition.ts';
import { printStep } from '#domain/workflow/print.ts';
import { Dependencies } from './dependencies.tsx';
import { isCarriedOut } from './fields/field-specs.ts';
import { problemAt, StepForm } from './fields/step-form.tsx';
import { useKnownNames } from './fields/use-known-names.ts';
import { ParamsField } from './params-field.tsx';
import { SettledField } from './settled-field.tsx';

export type StepPanelParts = {
  editing: Editing;
  acts: EditorActs;
  step: Step;
  tasks: readonly OfferedTask[];
  problems: readonly DefinitionProblem[];
};

/** Everything that one step says, as a form. */
export function StepPanel({ editing, acts, step, tasks, problems }: StepPanelParts) {
  const { isReadOnly, change } = editing;
  const names = useKnownNames(tasks);
  const said = printStep(step);
  return (
    <div className="flex flex-col">
      <div className="flex flex-col gap-4 p-3">
        {!isReadOnly && <StepActs acts={acts} step={step} />}
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
        {isCarriedOut(said) && (
          <CarriedOut editing={editing} step={step} workflow={said.workflow} names={names} problems={problems} />
        )}
        {step.wait !== undefined && <WaitsFor editing={editing} step={step} wait={step.wait} />}
        <Dependencies editing={editing} acts={acts} step={step} />
      </div>
      <StepForm editing={editing} step={step.id} said={said} problems={problems} names={names} />
    </div>
  );
}

function StepActs({ acts, step }: { acts: EditorActs; step: Step }) {
  const loopKinds = loopKindsOf(step);
  const isLoop = step.loop !== undefined;
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Button isSmall Icon={Plus} onClick={() => acts.ask({ kind: 'add', after: step.id })}>
        Add after
      </Button>
      <span className="ml-auto flex">
        <IconButton
          isSmall
          label="Connect to …"
          keys="c"
          Icon={Link2}
          onClick={() => acts.ask({ kind: 'connect', from: step.id })}
        />
        {loopKinds.length > 0 && (
          <Menu
            align="end"
            trigger={<IconButton isSmall label="Repeat" Icon={Repeat} aria-pressed={isLoop} />}
            entries={[
              ...loopKinds.map((kind) => ({
                kind: 'act' as const,
                word: loopWords[kind],
                isChosen: step.loop?.kind === kind,
                act: () => acts.repeat(step.id, kind),
              })),
              { kind: 'act', word: 'Runs once', isChosen: !isLoop, act: () => acts.repeat(step.id, undefined) },
            ]}
          />
        )}
        <IconButton isSmall label="Remove the step" keys="Delete" Icon={Trash2} onClick={acts.remove} />
      </span>
    </div>
  );
}

type CarriedOutParts = Pick<StepPanelParts, 'editing' | 'step' | 'problems'> & {
  workflow: unknown;
  names: ReturnType<typeof useKnownNames>;
};

// A task or another workflow, with what it is given.
function CarriedOut({ editing, step, workflow, names, problems }: CarriedOutParts) {
  const kind = typeof workflow === 'string' ? 'workflow' : 'task';
  const value = typeof workflow === 'string' ? workflow : (step.task ?? '');
  const field = kind === 'task' ? 'type' : kind;
  return (
    <>
      <Combobox
        label={kind === 'task' ? 'Task' : 'Workflow'}
        value={value}
        options={names[kind].map((name) => ({ value: name }))}
        problem={problemAt(problems, [field])}
        onChange={(next) => {
          if (!editing.isReadOnly && next !== '')
            editing.change({ kind: 'set-field', step: step.id, path: [field], value: next });
        }}
      />
      <ParamsField key={`${step.id} ${value}`} editing={editing} step={step} />
    </>
  );
}

const waitOptions: { value: WaitKind; word: string }[] = [
  { value: 'duration', word: 'A time' },
  { value: 'until', word: 'An instant' },
  { value: 'signal', word: 'A signal' },
];

function WaitsFor({ editing, step, wait }: { editing: Editing; step: Step; wait: NonNullable<Step['wait']> }) {
  const kind = waitKinds.find((one) => wait[one] !== undefined);
  return (
    <Segmented
      label="Waits for"
      value={kind}
      options={waitOptions}
      onChange={(next) => !editing.isReadOnly && next !== kind && editing.change(waitEdit(step, next))}
    />
  );
}
