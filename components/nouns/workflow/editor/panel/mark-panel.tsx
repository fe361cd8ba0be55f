'use client';

import { Trash2 } from 'lucide-react';
import type { Editing } from '#components/nouns/workflow/editor/model/use-editing.ts';
import type { ChosenMark, EditorActs } from '#components/nouns/workflow/editor/use-editor-edits.ts';
import { Button } from '#components/ui/form/button.tsx';
import { IconButton } from '#components/ui/form/icon-button.tsx';
import { Select } from '#components/ui/form/select.tsx';
import { canvasBounds } from '#domain/bounds/canvas.ts';
import { valueBounds } from '#domain/bounds/value.ts';
import { withGroupChanged, withNoteChanged } from '#domain/canvas/change-layout.ts';
import { type CanvasLayout, type MarkColour, markColours } from '#domain/canvas/layout.ts';
import { LongField } from './fields/long-field.tsx';
import { SettledField } from './settled-field.tsx';

type Parts = { editing: Editing; acts: EditorActs; layout: CanvasLayout; mark: ChosenMark };

/** The frame or the note that is chosen. */
export function MarkPanel(parts: Parts) {
  const { mark, layout } = parts;
  const group = layout.groups[mark.index];
  const note = layout.notes[mark.index];
  if (mark.kind === 'group') return group === undefined ? null : <GroupPanel {...parts} group={group} />;
  return note === undefined ? null : <NotePanel {...parts} note={note} />;
}

function GroupPanel({ editing, acts, mark: { index }, group }: Parts & { group: CanvasLayout['groups'][number] }) {
  const put = (change: Parameters<typeof withGroupChanged>[2]) =>
    acts.draw((layout) => withGroupChanged(layout, index, change));
  const open = (stepKeys: readonly string[]) => {
    acts.chooseMark(undefined);
    editing.choose(stepKeys);
  };
  return (
    <div className="flex flex-col gap-4 p-3">
      <Head title="Group" remove="Dissolve the group" isReadOnly={editing.isReadOnly} onRemove={acts.remove} />
      <SettledField
        label="Name"
        isReadOnly={editing.isReadOnly}
        maxLength={valueBounds.nameLengthMax}
        value={group.name}
        onSettle={(name) => name !== '' && put({ name })}
      />
      <ColourField isReadOnly={editing.isReadOnly} colour={group.colour} onChange={(colour) => put({ colour })} />
      <section aria-label="Steps of the group" className="flex flex-col gap-1">
        <h2 className="font-medium">Steps</h2>
        <ul>
          {group.steps.map((stepKey) => (
            <li key={stepKey}>
              <button type="button" className="link min-h-6 max-w-full truncate" onClick={() => open([stepKey])}>
                {stepKey}
              </button>
            </li>
          ))}
        </ul>
        <div>
          <Button isSmall onClick={() => open(group.steps)}>
            Choose all of them
          </Button>
        </div>
      </section>
    </div>
  );
}

function NotePanel({ editing, acts, mark: { index }, note }: Parts & { note: CanvasLayout['notes'][number] }) {
  const put = (change: Parameters<typeof withNoteChanged>[2]) =>
    acts.draw((layout) => withNoteChanged(layout, index, change));
  return (
    <div className="flex flex-col gap-4 p-3">
      <Head title="Note" remove="Remove the note" isReadOnly={editing.isReadOnly} onRemove={acts.remove} />
      <LongField
        label="Text"
        isReadOnly={editing.isReadOnly}
        maxLength={canvasBounds.noteLengthMax}
        value={note.text}
        onChange={(text) => text.trim() !== '' && put({ text })}
      />
      <ColourField isReadOnly={editing.isReadOnly} colour={note.colour} onChange={(colour) => put({ colour })} />
    </div>
  );
}

function Head({
  title,
  remove,
  isReadOnly,
  onRemove,
}: {
  title: string;
  remove: string;
  isReadOnly: boolean;
  onRemove: (() => void) | undefined;
}) {
  return (
    <div className="flex min-h-7 items-center justify-between">
      <h2 className="font-semibold">{title}</h2>
      {!isReadOnly && <IconButton isSmall label={remove} keys="Delete" Icon={Trash2} onClick={onRemove} />}
    </div>
  );
}

const colours = markColours.map((value) => ({ value, word: `${value.charAt(0).toUpperCase()}${value.slice(1)}` }));

function ColourField({
  isReadOnly,
  colour = 'grey',
  onChange,
}: {
  isReadOnly: boolean;
  colour: MarkColour | undefined;
  onChange: (colour: MarkColour) => void;
}) {
  return <Select label="Colour" isDisabled={isReadOnly} value={colour} options={colours} onChange={onChange} />;
}
