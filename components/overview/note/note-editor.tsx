'use client';

import { type FormEvent, useState } from 'react';
import { useCommand } from '#components/api/use-command.ts';
import { type NoteFieldsFragment, WriteNoteDocument } from '#components/generated/overview.ts';
import { Refusal } from '#components/kit/page/notice.tsx';
import { Button } from '#components/ui/form/button.tsx';
import { TextArea } from '#components/ui/form/text-area.tsx';
import { noteBounds } from '#domain/bounds/note.ts';

type NoteEditorProps = { note: NoteFieldsFragment | undefined; onClose: () => void };

/** Writes the note where it stands. What somebody else writes meanwhile is not overwritten. */
export function NoteEditor({ note, onClose }: NoteEditorProps) {
  // What the writer has read; the panel around goes on with what others write.
  const [read] = useState(note);
  const [text, setText] = useState(note?.text ?? '');
  const write = useCommand(WriteNoteDocument, (data) => data.writeNote);
  const isOvertaken = (note?.number ?? 0) !== (read?.number ?? 0);
  const save = async (event: FormEvent) => {
    event.preventDefault();
    // Whoever saves has the newest before their eyes, their own or another's.
    if ((await write.run({ input: { text, baseNumber: note?.number ?? 0 } })) !== undefined) onClose();
  };
  return (
    <form noValidate onSubmit={(event) => void save(event)} className="flex flex-col gap-2.5 p-3">
      <TextArea
        label="Note for the next shift"
        isLabelHidden
        autoFocus
        rows={4}
        maxLength={noteBounds.textLengthMax}
        value={text}
        placeholder="What is under way, what to look at, whom to call …"
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) event.currentTarget.form?.requestSubmit();
        }}
      />
      {isOvertaken && note !== undefined && (
        <p role="alert" className="text-warning">
          Meanwhile the note says: <span className="whitespace-pre-wrap break-words">{note.text}</span>
        </p>
      )}
      <Refusal sentence={isOvertaken ? undefined : write.refusal} />
      <div className="flex flex-wrap items-center gap-2">
        <Button kind="primary" type="submit" isSmall isBusy={write.isBusy}>
          {isOvertaken ? 'Write mine in its place' : 'Save the note'}
        </Button>
        <Button isSmall onClick={onClose}>
          Leave it as it is
        </Button>
        <span className="text-small text-quiet">
          {text.length} of {noteBounds.textLengthMax}. Empty, it goes away.
        </span>
      </div>
    </form>
  );
}
