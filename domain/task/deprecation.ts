/** A deprecated task: what is arranged with it goes on, and nothing new is made of it. */
import type { Refusal } from '#domain/refusal.ts';

// A reason is as long as its author likes; here it stands in a sentence.
const reasonShownMax = 200;

/** The refusal of something new that is to be made of a deprecated task. */
export function refuseDeprecated(
  { name, reason }: { name: string; reason: string | null },
  path: string[],
): { ok: false; refusals: Refusal[] } {
  return { ok: false, refusals: [{ code: 'TASK_DEPRECATED', message: sayDeprecated({ name, reason }), path }] };
}

/** The sentence for whoever names a deprecated task. */
export function sayDeprecated({ name, reason }: { name: string; reason: string | null }): string {
  const why = reason === null || reason === '' ? '' : `: ${reason.slice(0, reasonShownMax)}`;
  return `the task "${name}" is deprecated${why}`;
}
