'use client';

import type { Fault } from '#components/api/fault.ts';
import { useReading } from '#components/api/use-reading.ts';
import { WorkflowDocument, type WorkflowQuery } from '#components/generated/workflows.ts';
import { workflowKey } from '#components/kit/words/paths.ts';
import { useRefreshOnEvents } from '#components/live/refresh/use-refresh-on-events.ts';
import { newsGapMs, workflowNews } from './workflow-news.ts';

export type WorkflowDetails = NonNullable<WorkflowQuery['workflow']>;

/** One workflow, read again whenever a version is published. Null when this tenant has none such. */
export function useWorkflow(segment: string): {
  workflow: WorkflowDetails | null | undefined;
  fault: Fault | undefined;
  reload: () => void;
} {
  const { data, fault, reload } = useReading({ query: WorkflowDocument, variables: workflowKey(segment) });
  useRefreshOnEvents({
    topic: { kind: 'events', filter: { types: [...workflowNews] } },
    after: data?.workflows.eventCursor,
    read: reload,
    gapMs: newsGapMs,
  });
  return { workflow: data?.workflow, fault, reload };
}
