/** What a dependency waits for, in words. */
import { dependencyKinds } from '#domain/workflow/steps.ts';

type Kind = (typeof dependencyKinds)[number];

const words: Record<Kind, string> = {
  success: 'on success',
  failure: 'on failure',
  completion: 'in any case',
  skipped: 'if skipped',
  default: 'otherwise',
};

/** The word at a dependency; what nobody knows stands for itself. */
export function wordOfKind(on: string): string {
  return isKind(on) ? words[on] : on;
}

/** True for what a dependency may wait for. */
export function isKind(on: string): on is Kind {
  return dependencyKinds.some((kind) => kind === on);
}

/** Every kind of dependency, to choose from. */
export const kindOptions = dependencyKinds.map((kind) => ({ value: kind, word: sayCapital(words[kind]) }));

function sayCapital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
