/** Opens failures again: given back, woken before their time, or not mended after all. */
import { done, type Outcome } from '#domain/refusal.ts';
import type { Context } from '#engine/store/context.ts';
import { actOnFailures, type FailuresAct } from './act-on-failures.ts';

/** Reopens failures, with the owners that they have; those that are open stay as they are. */
export async function reopenFailures(context: Context, act: FailuresAct): Promise<Outcome<{ ids: string[] }>> {
  const reason = act.reason ?? `reopened by ${context.actor.name}`;
  return await actOnFailures(context, act, async () => done({ type: 'failure.reopened', to: 'OPEN', reason } as const));
}
