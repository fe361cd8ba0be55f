'use client';

import { useReading } from '#components/api/use-reading.ts';
import { JobFailuresDocument, type JobRowFragment } from '#components/generated/documents.ts';
import { bounds } from '#domain/bounds.ts';

/**
 * What the failed jobs of a list died of, by id. It stands beside the payloads of a job, so it is read after the list
 * is there, and only for those that failed.
 */
export function useFailures(jobs: readonly JobRowFragment[]): ReadonlyMap<string, string> {
  const failed = jobs.filter(({ state }) => state === 'FAILED' || state === 'DEAD');
  const ids = failed.slice(0, bounds.pageSizeMax).map(({ id }) => id);
  const variables = { ids, first: bounds.pageSizeMax };
  // Each error stands beside the id of its job, so those read before stay true.
  const { data } = useReading({ query: JobFailuresDocument, variables, pause: ids.length === 0, keepsShown: true });
  return new Map(data?.jobs.nodes.flatMap(({ id, error }) => (error === null ? [] : [[id, error.message] as const])));
}
