/** The expression that the cursor of a definition's YAML stands in, if it stands in one. */
import type { ExpressionPlace } from '#components/nouns/workflow/editor/expression/expression-world.ts';
import { templateBefore } from '#components/nouns/workflow/editor/expression/template-before.ts';
import { definitionPlace, stepIdsIn } from './definition-place.ts';

/** `text` is the expression up to the cursor. */
export type ExpressionBefore = { text: string; place: ExpressionPlace };

const fieldPattern = /(?:^|[\s{,])(condition|foreach|while):\s+(["']?)/g;
const outputPattern = /(?:^|[\s{,])[\w-]+:\s+["']?([^"',{}]*)$/;

/** What stands before the cursor of its expression; undefined outside of every expression. */
export function expressionBefore(before: string): ExpressionBefore | undefined {
  const line = before.slice(before.lastIndexOf('\n') + 1);
  if (line.trimStart().startsWith('#') || line.length > lineLengthMax) return undefined;
  const stepId = stepIdsIn(before).at(-1);
  if (stepId === undefined) return undefined;
  const inTemplate = templateBefore(line);
  if (inTemplate !== undefined) return { text: inTemplate, place: { kind: 'params', stepId } };
  const lines = before.split('\n');
  const { field, text } = fieldBefore(line) ?? { field: undefined, text: '' };
  if (field === 'foreach' || field === 'while') return { text, place: { kind: field, stepId } };
  const path = pathOf(lines);
  if (field === 'condition')
    return path?.includes('dependencies')
      ? { text, place: { kind: 'dependency', stepId, from: parentOf(lines) } }
      : { text, place: { kind: 'condition', stepId } };
  if (path?.at(-2) !== 'output') return undefined;
  const output = outputPattern.exec(line)?.[1];
  return output === undefined ? undefined : { text: output, place: { kind: 'output', stepId } };
}

// A line longer than this is no work of hands.
const lineLengthMax = 10_000;

/** The last field of the line that holds an expression, unless that has ended before the cursor. */
function fieldBefore(line: string): { field: string; text: string } | undefined {
  const last = [...line.matchAll(fieldPattern)].at(-1);
  if (last === undefined) return undefined;
  const [whole, field = '', quote = ''] = last;
  const text = line.slice(last.index + whole.length);
  // Between braces a comma or brace ends what has no quotes.
  const isInBraces = line.lastIndexOf('{', last.index + 1) !== -1;
  const hasEnded = quote === '' ? isInBraces && /[,}]/.test(text) : text.replaceAll('\\"', '').includes(quote);
  return hasEnded ? undefined : { field, text };
}

function pathOf(lines: readonly string[]): readonly string[] | undefined {
  return definitionPlace(lines)?.path;
}

// The step that the dependency is on stands on the same line, or on one above of the same entry.
function parentOf(lines: readonly string[]): string | undefined {
  for (const line of lines.slice(-parentLinesMax).toReversed()) {
    const [, parent] = /\b(?:task|step):\s*["']?([\w-]+)/.exec(line) ?? [];
    if (parent !== undefined) return parent;
  }
  return undefined;
}

// A dependency has so many fields.
const parentLinesMax = 3;
