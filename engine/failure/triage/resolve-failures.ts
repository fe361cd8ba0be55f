/** Resolves failures: what caused them is mended. Seen again, they come back. */
import { done, type Outcome } from '#domain/refusal.ts';
import type { Context } from '#engine/store/context.ts';
import { actOnFailures, type FailuresAct } from './act-on-failures.ts';

/** Resolves failures; those that are resolved stay as they are. */
export async function resolveFailures(context: Context, act: FailuresAct): Promise<Outcome<{ ids: string[] }>> {
  const reason = act.reason ?? `resolved by ${context.actor.name}`;
  return await actOnFailures(context, act, async () =>
    done({ type: 'failure.resolved', to: 'RESOLVED', reason } as const),
  );
}
