/** A pattern as a list of instructions for the matcher, of a size that is known before it is built. */
import { schemaBounds } from '#domain/bounds/schema.ts';
import { unreachable } from '#domain/unreachable.ts';
import type { CharacterSet } from './characters.ts';
import { type Edge, type KnownProperties, type PatternNode, parsePattern } from './parse.ts';

/** Where an instruction leads, by number. */
export type Instruction =
  | { kind: 'character'; set: CharacterSet; cost: number; next: number }
  | { kind: 'edge'; edge: Edge; next: number }
  | { kind: 'fork'; one: number; other: number }
  | { kind: 'found' };

export type Program = {
  instructions: readonly Instruction[];
  start: number;
  /** True when only a match from the first character on counts. */
  isAnchored: boolean;
};

/** Reads a pattern; a sentence when it cannot be used. */
export function readPattern(source: string, properties: KnownProperties = new Map()): Program | string {
  const tree = parsePattern(source, properties);
  if (typeof tree === 'string') return tree;
  const size = sizeOf(tree);
  if (size > schemaBounds.patternSizeMax)
    return `this pattern is too large: written out, its repetitions have ${Math.min(size, Number.MAX_SAFE_INTEGER)} places, ${schemaBounds.patternSizeMax} is the most; use minLength and maxLength for lengths`;
  const instructions: Instruction[] = [{ kind: 'found' }];
  const start = build(tree, 0, instructions);
  return { instructions, start, isAnchored: isAnchored(tree) };
}

/** How many instructions a tree takes at most. */
function sizeOf(node: PatternNode): number {
  switch (node.kind) {
    case 'characters':
    case 'edge':
      return 1;
    case 'sequence':
      return node.parts.reduce((size, part) => size + sizeOf(part), 1);
    case 'choice':
      return node.branches.reduce((size, branch) => size + sizeOf(branch) + 1, 0);
    case 'repeat': {
      const copies = Number.isFinite(node.max) ? node.max : node.min + 1;
      // An inner pattern of nothing is still copied.
      return copies * (sizeOf(node.node) + 1) + 1;
    }
    default:
      return unreachable(node);
  }
}

// Built from its end: each part is told where it leads, and hands back where it begins.
function build(node: PatternNode, next: number, into: Instruction[]): number {
  switch (node.kind) {
    case 'characters':
      return add(into, { kind: 'character', set: node.set, cost: 1 + 8 * node.set.properties.length, next });
    case 'edge':
      return add(into, { kind: 'edge', edge: node.edge, next });
    case 'sequence':
      return node.parts.reduceRight((after, part) => build(part, after, into), next);
    case 'choice':
      return node.branches
        .map((branch) => build(branch, next, into))
        .reduceRight((other, one) => add(into, { kind: 'fork', one, other }));
    case 'repeat':
      return buildRepeat(node, next, into);
    default:
      return unreachable(node);
  }
}

function buildRepeat(
  { node, min, max }: Extract<PatternNode, { kind: 'repeat' }>,
  next: number,
  into: Instruction[],
): number {
  let start = next;
  if (Number.isFinite(max)) {
    for (let copy = min; copy < max; copy += 1)
      start = add(into, { kind: 'fork', one: build(node, start, into), other: next });
  } else {
    const fork = { kind: 'fork' as const, one: next, other: next };
    start = add(into, fork);
    fork.one = build(node, start, into);
  }
  for (let copy = 0; copy < min; copy += 1) start = build(node, start, into);
  return start;
}

function add(into: Instruction[], instruction: Instruction): number {
  into.push(instruction);
  return into.length - 1;
}

function isAnchored(node: PatternNode): boolean {
  switch (node.kind) {
    case 'edge':
      return node.edge === 'start';
    case 'sequence': {
      const [first] = node.parts;
      return first !== undefined && isAnchored(first);
    }
    case 'choice':
      return node.branches.every(isAnchored);
    case 'repeat':
      return node.min > 0 && isAnchored(node.node);
    case 'characters':
      return false;
    default:
      return unreachable(node);
  }
}
