'use client';

import { useReading } from '#components/api/use-reading.ts';
import { JobQueryValuesDocument } from '#components/generated/documents.ts';
import type { Vocabulary } from '#components/kit/query/complete-query.ts';
import { bounds } from '#domain/bounds.ts';
import { jobVocabulary } from './job-query.ts';

const variables = { first: bounds.pageSizeMax };

/** What a query over jobs may name. Queues and tasks are read when somebody is about to write. */
export function useJobValues(isWanted: boolean): Vocabulary {
  const { data } = useReading({ query: JobQueryValuesDocument, variables, pause: !isWanted });
  const queues = data?.queues.map(({ name, paused }) => ({ name, hint: paused ? 'paused' : '' })) ?? [];
  const tasks = data?.tasks.nodes.map(({ name, description }) => ({ name, hint: description ?? '' })) ?? [];
  return jobVocabulary({ queues, tasks });
}
