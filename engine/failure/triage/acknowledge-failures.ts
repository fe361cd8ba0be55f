/** Takes failures on: somebody is looking after them. */
import { done, type Outcome } from '#domain/refusal.ts';
import { publicId } from '#domain/value/ids.ts';
import type { Context } from '#engine/store/context.ts';
import { actOnFailures, type FailuresAct } from './act-on-failures.ts';

/** Acknowledges failures. A person becomes the owner of those that have none. */
export async function acknowledgeFailures(context: Context, act: FailuresAct): Promise<Outcome<{ ids: string[] }>> {
  const { actor } = context;
  return await actOnFailures(context, act, async (tx) => {
    const reason = act.reason ?? null;
    const change = { type: 'failure.acknowledged', to: 'ACKNOWLEDGED', reason } as const;
    const member =
      actor.kind === 'user'
        ? await tx.client.member.findUnique({
            where: { tenantId_userId: { tenantId: tx.tenantId, userId: actor.id } },
            select: { userId: true },
          })
        : null;
    // Who is of the platform and no member owns nothing here.
    if (member === null) return done(change);
    const payload = { assignee: publicId('user', actor.id) };
    return done({ ...change, assigneeId: actor.id, isIfUnowned: true, payload });
  });
}
