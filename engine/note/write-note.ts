/** Writes the hand-over note: what one shift tells the next. */
import { noteBounds } from '#domain/bounds/note.ts';
import { done, type Outcome, refuse, refuseAll } from '#domain/refusal.ts';
import { checkInteger, checkText } from '#domain/value/input-checks.ts';
import { refuseUnless } from '#engine/access/access.ts';
import { appendEvents } from '#engine/event/append-events.ts';
import { hintedCommand } from '#engine/store/command.ts';
import { actorName, type Context } from '#engine/store/context.ts';
import { newId } from '#engine/store/id.ts';
import type { NoteRow } from './note-rows.ts';

export type WriteNoteInput = {
  /** Empty when there is nothing to tell any more. */
  text: string;
  /** The number of the note that the writer has read, 0 when there was none; absent when it does not matter. */
  baseNumber?: number | null | undefined;
};

/** Makes the text the current note. Who wrote after another has written meanwhile is told, and loses nothing of either. */
export async function writeNote(context: Context, input: WriteNoteInput): Promise<Outcome<NoteRow>> {
  const refused = refuseUnless(context, 'note.write');
  if (refused !== undefined) return refused;
  const { text, baseNumber } = input;
  const unfit = [
    ...checkText({ value: text, path: ['text'], lengthMax: noteBounds.textLengthMax }),
    ...checkInteger({ value: baseNumber, path: ['baseNumber'], min: 0, max: 2 ** 31 - 2 }),
  ];
  if (unfit.length > 0) return refuseAll(unfit);
  return await hintedCommand(context, ['news'], async (tx) => {
    const { client, tenantId, now } = tx;
    const newest = await client.note.findFirst({
      where: { tenantId },
      select: { number: true },
      orderBy: { number: 'desc' },
    });
    const before = newest?.number ?? 0;
    if (baseNumber !== undefined && baseNumber !== null && baseNumber !== before) return overtaken();
    const writtenBy = actorName(context.actor);
    const note: NoteRow = { id: newId(), number: before + 1, text: text.trim(), writtenBy, writtenAt: now };
    // Of two who write at the same moment one takes the number.
    const { count } = await client.note.createMany({ data: [{ ...note, tenantId }], skipDuplicates: true });
    if (count === 0) return overtaken();
    await client.note.deleteMany({ where: { tenantId, number: { lte: note.number - noteBounds.historyMax } } });
    await appendEvents(tx, [{ type: 'note.written', entityIds: [note.id], actor: writtenBy }]);
    return done(note);
  });
}

function overtaken(): Outcome<never> {
  return refuse('VERSION_CONFLICT', 'somebody else has written the note meanwhile; read theirs first', ['baseNumber']);
}
