'use client';

import { useReading } from '#components/api/use-reading.ts';
import { RunQueryValuesDocument } from '#components/generated/documents.ts';
import type { Vocabulary } from '#components/kit/query/complete-query.ts';
import { bounds } from '#domain/bounds.ts';
import { runVocabulary } from './run-query.ts';

const variables = { first: bounds.pageSizeMax };

/** What a query over runs may name; workflows and schedules are read when they are first wanted. */
export function useRunValues(isWanted: boolean): Vocabulary {
  const { data } = useReading({ query: RunQueryValuesDocument, variables, pause: !isWanted });
  return runVocabulary({ workflows: data?.workflows.nodes ?? [], schedules: data?.schedules.nodes ?? [] });
}
