/** Puts failures off: until an instant nobody is asked to look at them, however often they are seen. */
import { failureBounds } from '#domain/bounds/failure.ts';
import { done, type Outcome, refuse } from '#domain/refusal.ts';
import type { Context } from '#engine/store/context.ts';
import { actOnFailures, type FailuresAct } from './act-on-failures.ts';

/** Snoozes failures until an instant of the database's clock; those that are snoozed already get the new one. */
export async function snoozeFailures(
  context: Context,
  { until, ...act }: FailuresAct & { until: Date },
): Promise<Outcome<{ ids: string[] }>> {
  return await actOnFailures(context, act, async (tx) => {
    const inMs = until.getTime() - tx.now.getTime();
    if (inMs <= 0) return refuse('BAD_INPUT', 'the instant has passed already', ['until']);
    if (inMs > failureBounds.snoozeMsMax) return refuse('BAD_INPUT', 'at most a year from now', ['until']);
    const payload = { until: until.toISOString() };
    const reason = act.reason ?? null;
    return done({
      type: 'failure.snoozed',
      to: 'SNOOZED',
      isAgain: true,
      reason,
      snoozedUntil: until,
      payload,
    } as const);
  });
}
