/** What a text says, as versions are compared: in its normal form. */
import type { JsonObject } from '#domain/value/json.ts';
import { parseDefinition } from '#domain/workflow/definition.ts';
import { printDefinition } from '#domain/workflow/print.ts';

/** A definition with the text that it was read from. */
export type Told = { source: string; definition: unknown };

/** The text with its normal form; without one while it cannot be read. */
export function toldBy(source: string): Told {
  return { source, definition: definitionOf(source) };
}

function definitionOf(source: string): JsonObject | undefined {
  const parsed = parseDefinition({ yaml: source });
  return parsed.ok ? printDefinition(parsed.definition) : undefined;
}
