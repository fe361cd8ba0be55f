/** Ends drafts: given up by their author, or published. */
import { done, type Outcome, refuse } from '#domain/refusal.ts';
import { isUuid, publicId } from '#domain/value/ids.ts';
import { refuseUnless } from '#engine/access/access.ts';
import { appendEvents } from '#engine/event/append-events.ts';
import { hintedCommand } from '#engine/store/command.ts';
import { actorName, type Context } from '#engine/store/context.ts';
import type { Transaction } from '#engine/store/transaction.ts';
import { type DraftRow, draftColumns } from './drafts.ts';

export type DiscardDraftInput = {
  /** The draft, a bare uuid. */
  id: string;
  /** Only as it was saved then; whatever it says now when none is given. */
  revision?: string | null;
};

/** Gives up a draft of one's own; one of somebody else is as one that never was. */
export async function discardDraft(context: Context, { id, revision }: DiscardDraftInput): Promise<Outcome<DraftRow>> {
  const refused = refuseUnless(context, 'workflow.edit');
  if (refused !== undefined) return refused;
  const owner = actorName(context.actor);
  return await hintedCommand(context, ['news'], async (tx) => {
    const found = await tx.client.workflowDraft.findFirst({
      where: { tenantId: tx.tenantId, owner, id },
      select: draftColumns,
    });
    if (found === null) return refuse('NOT_FOUND', 'there is no such draft', ['id']);
    const isMeant = revision === undefined || revision === null || revision === found.revision;
    const wasThere = isMeant && (await endDraft(tx, { owner, revision: found.revision, published: false }));
    if (wasThere) return done(found);
    return refuse('VERSION_CONFLICT', 'another text was saved as this draft in the meantime', ['revision']);
  });
}

type Ending = { owner: string; revision: string; published: boolean };

/** Ends the draft with this revision, and none that was saved since. True when there was one. */
export async function endDraft(tx: Transaction, { owner, revision, published }: Ending): Promise<boolean> {
  // What never was a revision is the revision of nothing.
  if (!isUuid(revision)) return false;
  const where = { tenantId: tx.tenantId, owner, revision };
  const found = await tx.client.workflowDraft.findFirst({ where, select: { id: true, workflowId: true } });
  if (found === null) return false;
  const { count } = await tx.client.workflowDraft.deleteMany({ where: { ...where, id: found.id } });
  if (count === 0) return false;
  const { id, workflowId } = found;
  const payload = { published, ...(workflowId !== null && { workflow: publicId('workflow', workflowId) }) };
  await appendEvents(tx, [{ type: 'draft.ended', entityIds: [id], actor: owner, payloads: [payload] }]);
  return true;
}
