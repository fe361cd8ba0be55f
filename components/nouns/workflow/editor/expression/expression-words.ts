/** The words of an expression as the text editor offers them. */
import type { CompletionResult } from '@codemirror/autocomplete';
import { completeExpression } from './complete-expression.ts';
import type { ExpressionWorld } from './expression-world.ts';

/** What may stand at `pos`, behind `before`. Without a letter only where a point or somebody asks for it. */
export function offerExpression(
  before: string,
  { pos, isAsked, world }: { pos: number; isAsked: boolean; world: ExpressionWorld },
): CompletionResult | null {
  const offered = completeExpression(before, world);
  if (offered === undefined || offered.words.length === 0) return null;
  const isDue = isAsked || offered.typed !== '' || /[."']$/.test(before);
  if (!isDue) return null;
  return {
    from: pos - offered.typed.length,
    validFor: /^[\w-]*$/,
    options: offered.words.map(({ word, text, detail, meaning, isLess }, index) => ({
      label: word,
      apply: text,
      detail,
      // In the order in which they are offered, for as long as nothing else tells them apart.
      boost: (isLess === true ? -50 : 0) - Math.min(index, 40),
      ...(meaning !== undefined && { info: meaning }),
    })),
  };
}
