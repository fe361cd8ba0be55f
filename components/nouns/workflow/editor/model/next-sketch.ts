/**
 * The sketch of a text that was changed by a keystroke: where only one step of a plain list changed, only that one is
 * read. Whatever is not so plain is read as a whole, so that the two never differ.
 */
import { pictureOfSteps } from '#components/nouns/workflow/definition/definition-graph.ts';
import { workflowBounds } from '#domain/bounds/workflow.ts';
import { sizeBytesAbove } from '#domain/value/json.ts';
import { parseDefinition, type Step } from '#domain/workflow/definition.ts';
import { difference } from '#domain/workflow/edit/history.ts';
import { withKeptParts } from './kept-parts.ts';
import { type Sketch, sketchOf } from './sketch.ts';
import { firstSketch } from './sketch-ahead.ts';

type Known = { text: string; sketch: Sketch };

/** Reads a text that came after another one; undefined while it cannot be read. What did not change is the same object. */
export function nextSketchOf(known: Known | undefined, text: string): Sketch | undefined {
  if (known === undefined) return firstSketch(text);
  const quick = withOneStepChanged(known, text);
  if (quick !== undefined) return quick;
  const whole = sketchOf(text);
  return whole === undefined ? undefined : withKeptParts(known.sketch, whole);
}

// An anchor, or what stands for one, ties places together that lie far apart; so do steps that name their followers.
const tied = /(?:^|[\s[{,:])[&*][^\s&*]|on_success|on_failure/m;

/** The sketch with the one step that is another now; undefined where it takes more to tell. */
export function withOneStepChanged(known: Known, text: string): Sketch | undefined {
  const { sketch } = known;
  const before = chunkAt(known, text);
  if (before === undefined) return undefined;
  const length = before.end - before.start + text.length - known.text.length;
  const chunk = text.slice(before.start, before.start + length);
  if (!isItem(chunk) || dashOf(chunk) !== dashOf(known.text.slice(before.start))) return undefined;
  if (sizeBytesAbove(workflowBounds.definitionSizeBytesMax, text) !== undefined) return undefined;
  const step = readStep(chunk);
  if (step === undefined) return undefined;
  const grown = linesOf(chunk) - linesOf(known.text.slice(before.start, before.end));
  const steps = sketch.definition.steps.with(before.index, withKeptParts(sketch.definition.steps[before.index], step));
  return {
    ...sketch,
    definition: { ...sketch.definition, steps },
    steps: new Map(steps.toReversed().map((one) => [one.id, one])),
    picture: withKeptParts(sketch.picture, pictureOfSteps(steps)),
    lines: sketch.lines.map(({ stepKey, line }, place) => ({
      stepKey: place === before.index ? step.id : stepKey,
      line: place > before.index ? line + grown : line,
    })),
  };
}

type Chunk = { index: number; start: number; end: number };

// The lines of the step in which everything lies that changed. What stands below the last one is not its own alone.
function chunkAt({ text: before, sketch }: Known, after: string): Chunk | undefined {
  const { lines, definition } = sketch;
  // Each step begins on a line of its own, in the order of the list.
  const isPlain = lines.length === definition.steps.length && lines.every(isOrdered(definition.steps));
  if (!isPlain || tied.test(before) || tied.test(after)) return undefined;
  const { at, removed } = difference(before, after);
  const starts = lineStarts(before);
  const index = lines.findLastIndex(({ line }) => (starts[line - 1] ?? 0) <= at);
  const [start, end] = [starts[(lines[index]?.line ?? 0) - 1], starts[(lines[index + 1]?.line ?? 0) - 1]];
  if (start === undefined || end === undefined || at + removed.length >= end) return undefined;
  const isAmongItems = isItem(before.slice(start, end)) && dashOf(before.slice(start)) === dashOf(before.slice(end));
  return isAmongItems ? { index, start, end } : undefined;
}

function isOrdered(steps: readonly Step[]) {
  return ({ stepKey, line }: { stepKey: string; line: number }, index: number, lines: Sketch['lines']) =>
    stepKey === steps[index]?.id && line > (lines[index - 1]?.line ?? 0);
}

// One item of a list, all lines of it as far in as its first word, and nothing in it that ends a line in another way.
function isItem(chunk: string): boolean {
  const word = /^ *- +(?=[^\s#])/.exec(chunk)?.[0].length;
  if (word === undefined || !chunk.endsWith('\n') || /[^\P{Cc}\n]|[\u0085\u2028\u2029\ufeff]/u.test(chunk))
    return false;
  const [, ...others] = chunk.split('\n');
  return others.every((line) => line.trim() === '' || line.startsWith(' '.repeat(word)));
}

function dashOf(chunk: string): number {
  return chunk.search(/[^ ]/);
}

function readStep(chunk: string): Step | undefined {
  const parsed = parseDefinition({ yaml: `name: one\ntasks:\n${chunk}` });
  const read = parsed.ok ? parsed : parsed.readable;
  const [step, another] = read?.definition.steps ?? [];
  return another === undefined ? step : undefined;
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

function linesOf(text: string): number {
  return text.split('\n').length;
}
