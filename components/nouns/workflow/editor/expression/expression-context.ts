'use client';

/** What every expression field of an editor shares: the types of results, and what is pretended of a run. */
import { createContext, use } from 'react';
import type { Samples } from '#components/nouns/workflow/editor/dry-run/samples.ts';
import type { Definition } from '#domain/workflow/definition.ts';
import type { KnownResults } from '#domain/workflow/expressions/expression-types.ts';

export type ExpressionSurroundings = {
  /** What is written around it; undefined while it cannot be read. */
  definition: Definition | undefined;
  results: KnownResults;
  samples: Samples;
  pretend: (samples: Samples) => void;
  /** The variables as they are pretended, as JSON. */
  variables: string;
};

export const ExpressionContext = createContext<ExpressionSurroundings | undefined>(undefined);

/** The editor that a field stands in. */
export function useExpressionSurroundings(): ExpressionSurroundings {
  const surroundings = use(ExpressionContext);
  if (surroundings === undefined) throw new Error('an expression field stands outside an editor');
  return surroundings;
}
