'use client';

import { useReading } from '#components/api/use-reading.ts';
import { HandoverNotesDocument } from '#components/generated/overview.ts';
import { Reading } from '#components/kit/page/reading.tsx';
import { sayActor } from '#components/kit/words/say-actor.ts';
import { Moment } from '#components/time/moment.tsx';
import { Button } from '#components/ui/form/button.tsx';
import { Dialog } from '#components/ui/overlay/dialog.tsx';
import { NoteText } from './note-text.tsx';

/** What the note said before, the latest first. */
export function NoteHistory({ onClose }: { onClose: () => void }) {
  const answer = useReading({ query: HandoverNotesDocument, variables: {} });
  return (
    <Dialog title="Hand-over notes" width="medium" onClose={onClose} actions={<Button onClick={onClose}>Close</Button>}>
      <Reading answer={answer} rows={4}>
        {({ notes }) => (
          <ol aria-label="Notes" className="flex flex-col">
            {notes.map(({ id, text, author, writtenAt }) => (
              <li key={id} className="flex flex-col gap-1 border-line py-2.5 not-first:border-t">
                <p className="text-small text-quiet">
                  {sayActor(author)}, <Moment at={writtenAt} style="both" />
                </p>
                {text === '' ? <p className="text-quiet">Took the note away.</p> : <NoteText text={text} />}
              </li>
            ))}
          </ol>
        )}
      </Reading>
    </Dialog>
  );
}
