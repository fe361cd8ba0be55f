/** The hand-over note of the tenant and those before it. */
import { noteBounds } from '#domain/bounds/note.ts';
import { done, type Outcome, refuse } from '#domain/refusal.ts';
import { refuseUnless } from '#engine/access/access.ts';
import type { Context } from '#engine/store/context.ts';
import { transaction } from '#engine/store/transaction.ts';
import { type NoteRow, noteColumns } from './note-rows.ts';

/** The newest notes, the current one first; what was written before is its history. */
export async function listNotes(context: Context, { first }: { first: number }): Promise<Outcome<NoteRow[]>> {
  const refused = refuseUnless(context, 'read');
  if (refused !== undefined) return refused;
  if (!Number.isInteger(first) || first < 1 || first > noteBounds.historyMax)
    return refuse('BAD_INPUT', `first is a whole number from 1 to ${noteBounds.historyMax}`, ['first']);
  return await transaction(context.database, context.tenantId, async ({ client, tenantId }) =>
    done(
      await client.note.findMany({
        where: { tenantId },
        select: noteColumns,
        orderBy: { number: 'desc' },
        take: first,
      }),
    ),
  );
}
