/** The expressions in a text that is filled in: `for ${{ vars.name }}`. */
import { endOfExpression } from '#domain/expression/text.ts';

const opening = '${{';

/** What is written of the expression that a line ends in; undefined outside of every expression. */
export function templateBefore(line: string): string | undefined {
  const start = line.lastIndexOf(opening);
  if (start === -1 || endOfExpression(line, start + opening.length) !== undefined) return undefined;
  return line.slice(start + opening.length).trimStart();
}
