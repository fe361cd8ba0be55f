'use client';

import { Frame, MoreHorizontal, Plus, StickyNote } from 'lucide-react';
import { useState } from 'react';
import { findSteps } from '#components/graph/graph-walk.ts';
import { wordOfKind } from '#components/nouns/workflow/editor/canvas/kind-words.ts';
import type { Sketch } from '#components/nouns/workflow/editor/model/sketch.ts';
import type { Editing } from '#components/nouns/workflow/editor/model/use-editing.ts';
import type { ChosenMark, EditorActs } from '#components/nouns/workflow/editor/use-editor-edits.ts';
import { Glyph } from '#components/state/glyph.tsx';
import { classes } from '#components/ui/classes.ts';
import { Checkbox } from '#components/ui/form/checkbox.tsx';
import { IconButton } from '#components/ui/form/icon-button.tsx';
import { TextField } from '#components/ui/form/text-field.tsx';
import type { Step } from '#domain/workflow/definition.ts';

// Steps that are listed at once; a longer list is narrowed by typing.
const listedStepsMax = 100;

type Parts = {
  editing: Editing;
  sketch: Sketch;
  problemCounts: ReadonlyMap<string, number>;
  acts: EditorActs;
};

/** The canvas as a list: the same steps in the order of the text, groups and notes, and the same acts. */
export function StepsList({ sketch, ...parts }: Parts) {
  const [text, setText] = useState('');
  const all = sketch.picture.nodes.map(({ stepKey }) => stepKey);
  const found = text.trim() === '' ? all : findSteps(sketch.picture, text, all.length);
  const listed = found.slice(0, listedStepsMax).flatMap((stepKey) => sketch.steps.get(stepKey) ?? []);
  return (
    <div className="flex flex-col gap-2 p-3">
      <TextField
        label="Narrow the list"
        isLabelHidden
        isSmall
        placeholder="Narrow the list"
        autoComplete="off"
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <ul aria-label="Steps" className="flex flex-col divide-y divide-line">
        {listed.map((step) => (
          <ListedStep key={step.id} step={step} {...parts} />
        ))}
      </ul>
      {all.length === 0 && <p className="text-small text-quiet">There is no step yet: add one from the palette.</p>}
      {all.length > 0 && found.length === 0 && <p className="text-small text-quiet">No step of that name or task.</p>}
      {found.length > listedStepsMax && (
        <p className="text-small text-quiet">{found.length - listedStepsMax} more: type to find them.</p>
      )}
      <Marks sketch={sketch} acts={parts.acts} />
    </div>
  );
}

type ListedParts = Omit<Parts, 'sketch'> & { step: Step };

function ListedStep({ step, editing, problemCounts, acts }: ListedParts) {
  const isChosen = editing.chosen.includes(step.id);
  const waits = step.dependencies.map(({ step: from, on }) =>
    on === 'success' ? from : `${from} (${wordOfKind(on)})`,
  );
  return (
    <li className={classes('flex items-center gap-1 py-1 pl-1', isChosen && 'bg-raised')}>
      <Checkbox
        label={`Choose ${step.id} as well`}
        isLabelHidden
        checked={isChosen}
        onChange={(isOn) =>
          editing.choose(isOn ? [...editing.chosen, step.id] : editing.chosen.filter((one) => one !== step.id))
        }
      />
      <button
        type="button"
        data-step={step.id}
        aria-pressed={isChosen}
        onClick={() => {
          acts.chooseLink(undefined);
          editing.choose([step.id]);
          acts.show('properties');
        }}
        className="min-w-0 flex-1 rounded px-1 text-left hover:bg-raised"
      >
        <span className="flex items-center gap-1.5">
          <span className="truncate font-medium">{step.id}</span>
          {problemCounts.has(step.id) && (
            <span className="text-failed">
              <Glyph name="mark" />
              <span className="sr-only">has a problem</span>
            </span>
          )}
        </span>
        <span className="block truncate text-small text-quiet">
          {waits.length === 0 ? 'starts with the run' : `after ${waits.join(', ')}`}
        </span>
      </button>
      {!editing.isReadOnly && (
        <>
          <IconButton
            isSmall
            label={`Add after ${step.id}`}
            Icon={Plus}
            onClick={() => acts.ask({ kind: 'add', after: step.id })}
          />
          <IconButton
            isSmall
            label={`What can be done to ${step.id}`}
            aria-haspopup="menu"
            Icon={MoreHorizontal}
            onClick={({ currentTarget }) => {
              if (!isChosen) editing.choose([step.id]);
              const { left, bottom } = currentTarget.getBoundingClientRect();
              acts.openMenu({ on: 'step', x: left, y: bottom, focus: currentTarget });
            }}
          />
        </>
      )}
    </li>
  );
}

function Marks({ sketch, acts }: { sketch: Sketch; acts: EditorActs }) {
  const { groups, notes } = sketch.layout;
  if (groups.length + notes.length === 0) return null;
  const open = (mark: ChosenMark) => {
    acts.chooseMark(mark);
    acts.show('properties');
  };
  return (
    <section aria-label="Groups and notes" className="border-t border-line pt-2">
      <ul className="flex flex-col">
        {groups.map(({ name, steps }, index) => (
          <li key={name}>
            <button
              type="button"
              className="flex w-full items-center gap-2 rounded px-1 py-1 text-left hover:bg-raised"
              onClick={() => open({ kind: 'group', index })}
            >
              <Frame aria-hidden size={14} className="shrink-0 text-quiet" />
              <span className="truncate">{name}</span>
              <span className="text-small text-quiet">{steps.length}</span>
            </button>
          </li>
        ))}
        {notes.map(({ text }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a note has no other name than its place
          <li key={index}>
            <button
              type="button"
              className="flex w-full items-center gap-2 rounded px-1 py-1 text-left hover:bg-raised"
              onClick={() => open({ kind: 'note', index })}
            >
              <StickyNote aria-hidden size={14} className="shrink-0 text-quiet" />
              <span className="truncate">{text}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
