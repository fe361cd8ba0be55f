'use client';

import { useState } from 'react';
import { Combobox } from '#components/kit/form/combobox.tsx';
import { kindOptions } from '#components/nouns/workflow/editor/canvas/kind-words.ts';
import type { OfferedTask } from '#components/nouns/workflow/editor/model/offered-tasks.ts';
import { kindOffers, type StepOffer } from '#components/nouns/workflow/editor/model/step-offers.ts';
import { Button } from '#components/ui/form/button.tsx';
import { Segmented } from '#components/ui/form/segmented.tsx';
import { Select } from '#components/ui/form/select.tsx';
import { TextField } from '#components/ui/form/text-field.tsx';
import { Dialog } from '#components/ui/overlay/dialog.tsx';
import type { DependencyKind } from '#domain/workflow/definition.ts';
import { useKnownNames } from './fields/use-known-names.ts';

export type Added = { offer: StepOffer; on: DependencyKind; condition: string | undefined };

type Parts = {
  title: string;
  /** The step that the new one comes after; none for one that starts with the run, or whose dependency is known. */
  after: string | undefined;
  /** What it begins with. */
  on?: DependencyKind | undefined;
  hasCondition?: boolean | undefined;
  kind?: StepOffer['kind'] | undefined;
  tasks: readonly OfferedTask[];
  onAdd: (added: Added) => void;
  onClose: () => void;
};

const kinds = [
  { value: 'task', word: 'Task' },
  ...kindOffers.map(({ kind, word }) => ({ value: kind, word })),
] as const;

/** Asks which step comes next. */
export function AddDialog(parts: Parts) {
  const { title, after, tasks, onAdd, onClose } = parts;
  const [kind, setKind] = useState<StepOffer['kind']>(parts.kind ?? 'task');
  const [name, setName] = useState('');
  const [on, setOn] = useState<DependencyKind>(parts.on ?? 'success');
  const [condition, setCondition] = useState('');
  const names = useKnownNames(tasks);
  const isNamed = kind === 'task' || kind === 'workflow';
  const offer: StepOffer = isNamed ? { kind, name } : { kind };
  const isWhole = (!isNamed || name !== '') && (parts.hasCondition !== true || condition.trim() !== '');
  return (
    <Dialog
      title={title}
      width="small"
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            kind="primary"
            disabled={!isWhole}
            onClick={() => onAdd({ offer, on, condition: condition.trim() === '' ? undefined : condition.trim() })}
          >
            Add the step
          </Button>
        </>
      }
    >
      {isNamed && (
        <Combobox
          key={kind}
          label={kind === 'task' ? 'Task' : 'Workflow'}
          value={name}
          options={names[kind].map((value) => ({ value }))}
          placeholder={`Type to find a ${kind}`}
          onChange={setName}
        />
      )}
      <div>
        <Segmented
          label="Kind of step"
          value={kind}
          options={kinds}
          onChange={(next) => {
            setKind(next);
            setName('');
          }}
        />
      </div>
      {after !== undefined && (
        <Select label={`When ${after} ended`} value={on} options={kindOptions} onChange={setOn} />
      )}
      {parts.hasCondition === true && (
        <TextField
          label="And only if"
          isMono
          autoComplete="off"
          spellCheck={false}
          placeholder="vars.coverage > 80"
          value={condition}
          onChange={(event) => setCondition(event.currentTarget.value)}
        />
      )}
    </Dialog>
  );
}
