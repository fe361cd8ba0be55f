/** Writes something about a failure, for whoever looks at it next. */
import { done, type Outcome, refuse } from '#domain/refusal.ts';
import { checkText } from '#domain/value/input-checks.ts';
import type { Context } from '#engine/store/context.ts';
import { actOnFailures } from './act-on-failures.ts';

/** Adds a comment. It is an event of the failure: nobody changes it afterwards. */
export async function commentOnFailure(
  context: Context,
  { id, text }: { id: string; text: string },
): Promise<Outcome<{ ids: string[] }>> {
  const outcome = await actOnFailures(context, { ids: [id] }, async () => {
    const [unfit] = checkText({ value: text, path: ['text'] });
    if (unfit !== undefined) return { ok: false, refusals: [unfit] };
    if (text.trim() === '') return refuse('BAD_INPUT', 'a comment says something', ['text']);
    return done({ type: 'failure.commented', payload: { text } } as const);
  });
  return outcome.ok ? outcome : { ok: false, refusals: outcome.refusals.map(atId) };
}

// The one failure of the call stands in no list.
function atId<R extends { path: string[] }>(refusal: R): R {
  return refusal.path[0] === 'ids' ? { ...refusal, path: ['id'] } : refusal;
}
