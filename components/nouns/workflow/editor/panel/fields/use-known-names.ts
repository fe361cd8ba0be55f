'use client';

import { useMemo } from 'react';
import { useReading } from '#components/api/use-reading.ts';
import { QueueNamesDocument } from '#components/generated/queues.ts';
import { WorkflowNamesDocument } from '#components/generated/workflows.ts';
import type { OfferedTask } from '#components/nouns/workflow/editor/model/offered-tasks.ts';
import { pageBounds } from '#domain/bounds/page.ts';
import type { KnownNames } from './spec-field.tsx';

/** The names that a definition may speak of. */
export function useKnownNames(tasks: readonly OfferedTask[]): KnownNames {
  const queues = useReading({ query: QueueNamesDocument, variables: {} });
  const workflows = useReading({ query: WorkflowNamesDocument, variables: { first: pageBounds.pageSizeMax } });
  return useMemo(
    () => ({
      task: tasks.map(({ name }) => name),
      queue: (queues.data?.queues ?? []).map(({ name }) => name),
      workflow: (workflows.data?.workflows.nodes ?? []).map(({ name }) => name),
    }),
    [tasks, queues.data, workflows.data],
  );
}
