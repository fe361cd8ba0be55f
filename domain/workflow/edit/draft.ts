/** A definition while somebody writes it: its text, what the text says, and what it said when it could last be read. */
import { atOnce } from '#domain/in-parts.ts';
import { isJsonObject, type Json } from '#domain/value/json.ts';
import { type ParsedDefinition, sourceInParts } from '#domain/workflow/definition.ts';
import type { Problem } from '#domain/workflow/problem.ts';
import { readYamlTree } from '#domain/workflow/source.ts';
import { type Outline, outlineOf } from './outline.ts';

/** A text that can be read, with the nodes it is made of. `root` belongs to the parser; only edit/text looks into it. */
export type Tree = { root: unknown; value: Json };

export type Draft = {
  /** The truth: everything else here is read from it. */
  text: string;
  form: 'yaml' | 'json';
  /** The nodes of this text; undefined while it is broken. */
  tree: Tree | undefined;
  /** The definition, or why it is none. A definition that can be read may still make no sense: see validateDefinition. */
  parsed: ParsedDefinition;
  problems: readonly Problem[];
  /** The steps and their places; while `isBroken`, those of the last text that could be read. */
  outline: Outline;
  isBroken: boolean;
};

const nothing: Outline = { name: undefined, variables: {}, steps: [], listKey: 'tasks' };

/** Reads a text. What is broken keeps the outline of the draft before. */
export function openDraft(text: string, before?: Draft): Draft {
  const source = readYamlTree(text, { keepTokens: true });
  const parsed = atOnce(sourceInParts(source));
  const problems = parsed.ok ? [] : parsed.problems;
  const form = /^\ufeff?\s*\{/.test(text) ? 'json' : 'yaml';
  const common = { text, form, parsed, problems } as const;
  if (source.ok && isJsonObject(source.value)) {
    const tree = { root: source.contents, value: source.value };
    return { ...common, tree, outline: outlineOf(text, tree), isBroken: false };
  }
  return { ...common, tree: undefined, outline: before?.outline ?? nothing, isBroken: true };
}
