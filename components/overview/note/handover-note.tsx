'use client';

import { History, Pencil } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { useReading } from '#components/api/use-reading.ts';
import { HandoverNoteDocument, type NoteFieldsFragment } from '#components/generated/overview.ts';
import { Panel } from '#components/kit/page/page.tsx';
import { useMay } from '#components/kit/viewer/use-viewer.tsx';
import { sayActor } from '#components/kit/words/say-actor.ts';
import type { Topic } from '#components/live/live-event.ts';
import { useRefreshOnEvents } from '#components/live/refresh/use-refresh-on-events.ts';
import { Moment } from '#components/time/moment.tsx';
import { Button } from '#components/ui/form/button.tsx';
import { IconButton } from '#components/ui/form/icon-button.tsx';
import { NoteText } from './note-text.tsx';

// Most come to read.
const NoteEditor = dynamic(() => import('./note-editor.tsx').then((module) => module.NoteEditor), { ssr: false });
const NoteHistory = dynamic(() => import('./note-history.tsx').then((module) => module.NoteHistory), { ssr: false });

const topic: Topic = { kind: 'events', filter: { types: ['note.written'] } };

/** What the last shift tells this one: read by everybody, written where it stands. */
export function HandoverNote() {
  const mayWrite = useMay('note.write');
  const [isWriting, setIsWriting] = useState(false);
  const [isLookingBack, setIsLookingBack] = useState(false);
  const { data, reload } = useReading({ query: HandoverNoteDocument, variables: {} });
  useRefreshOnEvents({ topic, after: data?.jobs.eventCursor, read: reload });
  const note = data?.notes[0];
  // A note that cannot be read is no reason to keep the overview from anybody.
  if (data === undefined) return null;
  const isEmpty = note === undefined || note.text === '';
  if (isEmpty && !isWriting)
    return (
      mayWrite && (
        <div className="flex items-center gap-2 text-quiet">
          <Button isSmall kind="quiet" Icon={Pencil} onClick={() => setIsWriting(true)}>
            Write a note for the next shift
          </Button>
        </div>
      )
    );
  return (
    <Panel
      title="Hand-over note"
      aside={
        !isWriting && (
          <span className="flex items-center gap-1">
            <IconButton isSmall label="What stood here before" Icon={History} onClick={() => setIsLookingBack(true)} />
            {mayWrite && <IconButton isSmall label="Edit the note" Icon={Pencil} onClick={() => setIsWriting(true)} />}
          </span>
        )
      }
    >
      {isWriting ? (
        <NoteEditor note={note} onClose={() => setIsWriting(false)} />
      ) : (
        note !== undefined && <Shown note={note} />
      )}
      {isLookingBack && <NoteHistory onClose={() => setIsLookingBack(false)} />}
    </Panel>
  );
}

function Shown({ note }: { note: NoteFieldsFragment }) {
  return (
    <div className="flex flex-col gap-1 px-3 py-2.5">
      <NoteText text={note.text} />
      <p className="text-small text-quiet">
        {sayActor(note.author)}, <Moment at={note.writtenAt} style="both" />
      </p>
    </div>
  );
}
