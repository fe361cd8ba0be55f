/** How one workflow is read, and what tells that it is another one now. */
import { ask } from '#components/api/ask.ts';
import { WorkflowDocument, type WorkflowQuery } from '#components/generated/workflows.ts';
import type { ThingAsked } from '#components/kit/detail/noun-page.ts';
import { workflowKey } from '#components/kit/words/paths.ts';
import { newsGapMs, workflowNews } from './workflow-news.ts';

export type WorkflowDetails = NonNullable<WorkflowQuery['workflow']>;

export const oneWorkflow: ThingAsked<WorkflowDetails> = {
  read: (segment) => ask(WorkflowDocument, workflowKey(segment), ({ workflow }) => workflow),
  topicOf: () => ({ kind: 'events', filter: { types: [...workflowNews] } }),
  gapMs: newsGapMs,
};
