'use client';

import type { CompletionContext, CompletionSource } from '@codemirror/autocomplete';
import { useMemo, useRef, useState } from 'react';
import type { Definition } from '#domain/workflow/definition.ts';
import { useExpressionSurroundings } from './expression-context.ts';
import { offerExpression } from './expression-words.ts';
import { type ExpressionPlace, type ExpressionWorld, worldAt } from './expression-world.ts';

/** What may be read at a place of the definition around it. */
export function useWorld(definition: Definition, place: ExpressionPlace): ExpressionWorld {
  const { results } = useExpressionSurroundings();
  const said = JSON.stringify(place);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a place that says the same is the same
  return useMemo(() => worldAt(definition, place, results), [definition, said, results]);
}

/**
 * Offers the words of a world. `expressionIn` is what of the text before the cursor is an expression; it must stay the
 * same function, as the editor keeps what is made of it.
 */
export function useWords(
  world: ExpressionWorld,
  expressionIn: (before: string) => string | undefined,
): CompletionSource {
  const known = useRef(world);
  known.current = world;
  const [source] = useState<CompletionSource>(() => ({ state, pos, explicit }: CompletionContext) => {
    const before = expressionIn(state.sliceDoc(0, pos));
    return before === undefined ? null : offerExpression(before, { pos, isAsked: explicit, world: known.current });
  });
  return source;
}
