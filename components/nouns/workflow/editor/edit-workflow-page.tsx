'use client';

import { lazy, Suspense } from 'react';
import { DetailPage } from '#components/kit/detail/detail-page.tsx';
import type { NounPage, PanelsProps } from '#components/kit/detail/noun-page.ts';
import { useOwner } from '#components/kit/kept/use-own-text.ts';
import { workflowPath } from '#components/kit/words/paths.ts';
import { oneWorkflow, type WorkflowDetails } from '#components/nouns/workflow/one-workflow.ts';
import { workflow } from '#components/nouns/workflow/workflow.ts';
import { Badge } from '#components/ui/badge.tsx';
import { ButtonLink } from '#components/ui/form/button.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';

const loadEditor = async () => ({ default: (await import('./definition-canvas.tsx')).DefinitionCanvas });
const Editor = lazy(loadEditor);

// Most of what this page is made of is on its way while the workflow is read.
if (typeof window !== 'undefined')
  void Promise.allSettled([loadEditor(), import('#components/editor/code-mirror.tsx')]);

const editPage: NounPage<WorkflowDetails> = {
  ...oneWorkflow,
  noun: workflow,
  isNamed: true,
  titleOf: ({ name }) => `Edit ${name}`,
  Mark: ({ thing }) => <Badge>Version {thing.version}</Badge>,
  Actions: ({ thing }) => <ButtonLink href={workflowPath(thing)}>Back to the workflow</ButtonLink>,
  isFilled: true,
  Panels,
};

function Panels({ thing, reload }: PanelsProps<WorkflowDetails>) {
  // A draft is kept for the one who wrote it.
  const isKnown = useOwner() !== undefined;
  if (!isKnown) return null;
  return (
    <Suspense fallback={<Skeleton rows={10} />}>
      <Editor workflow={thing} onReload={reload} />
    </Suspense>
  );
}

/** One workflow under the hand, as a canvas and as text. */
export function EditWorkflowPage({ segment }: { segment: string }) {
  return (
    <Suspense>
      <DetailPage page={editPage} id={segment} />
    </Suspense>
  );
}
