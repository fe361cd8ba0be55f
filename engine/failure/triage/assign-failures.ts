/** Gives failures an owner, or takes it away. Their state stays. */
import { done, type Outcome, refuse } from '#domain/refusal.ts';
import { publicId } from '#domain/value/ids.ts';
import type { Context } from '#engine/store/context.ts';
import { actOnFailures } from './act-on-failures.ts';

/** Assigns failures to a member of the tenant; to nobody when `member` is null. */
export async function assignFailures(
  context: Context,
  { ids, member }: { ids: readonly string[]; member: string | null },
): Promise<Outcome<{ ids: string[] }>> {
  return await actOnFailures(context, { ids }, async (tx) => {
    if (member === null)
      return done({ type: 'failure.assigned', assigneeId: null, payload: { assignee: null } } as const);
    const found = await tx.client.member.findUnique({
      where: { tenantId_userId: { tenantId: tx.tenantId, userId: member } },
      select: { userId: true },
    });
    if (found === null) return refuse('NOT_FOUND', 'no member of this tenant has such an id', ['member']);
    const payload = { assignee: publicId('user', member) };
    return done({ type: 'failure.assigned', assigneeId: member, payload } as const);
  });
}
