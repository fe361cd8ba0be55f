'use client';

import { buildSchema, type GraphQLSchema } from 'graphql';
import { useEffect, useState } from 'react';

/** The schema as far as it is known. */
export type SchemaView =
  | { kind: 'loading' }
  | { kind: 'known'; schema: GraphQLSchema }
  | { kind: 'failed'; again: () => void };

/** Reads the schema of this console, once for the screen. */
export function useSchema(): SchemaView {
  const [tries, setTries] = useState(0);
  const [schema, setSchema] = useState<GraphQLSchema | 'failed'>();
  // biome-ignore lint/correctness/useExhaustiveDependencies: another try asks the same again
  useEffect(() => {
    const stop = new AbortController();
    void readSchema(stop.signal).then((read) => {
      if (!stop.signal.aborted) setSchema(read);
    });
    return () => stop.abort();
  }, [tries]);
  if (schema === undefined) return { kind: 'loading' };
  if (schema === 'failed') {
    return {
      kind: 'failed',
      again: () => {
        setSchema(undefined);
        setTries((count) => count + 1);
      },
    };
  }
  return { kind: 'known', schema };
}

async function readSchema(signal: AbortSignal): Promise<GraphQLSchema | 'failed'> {
  try {
    const answer = await fetch('/graphql/schema.graphql', { signal });
    return answer.ok ? buildSchema(await answer.text()) : 'failed';
  } catch (error) {
    // What fetch throws when nobody answers, or when nobody waits any more.
    if (error instanceof TypeError || error instanceof DOMException) return 'failed';
    throw error;
  }
}
