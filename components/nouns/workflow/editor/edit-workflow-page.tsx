'use client';

import { Suspense } from 'react';
import { loadCodeMirror } from '#components/editor/code-editor.tsx';
import { DetailPage } from '#components/kit/detail/detail-page.tsx';
import type { NounPage, PanelsProps } from '#components/kit/detail/noun-page.ts';
import { useOwner } from '#components/kit/kept/use-own-text.ts';
import { useLate } from '#components/kit/page/use-late.ts';
import { workflowPath } from '#components/kit/words/paths.ts';
import { oneWorkflow, type WorkflowDetails } from '#components/nouns/workflow/one-workflow.ts';
import { workflow } from '#components/nouns/workflow/workflow.ts';
import { Badge } from '#components/ui/badge.tsx';
import { ButtonLink } from '#components/ui/form/button.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';

const loadEditor = async () => (await import('./definition-canvas.tsx')).DefinitionCanvas;

// Most of what this page is made of is on its way while the workflow is read. What fails now is told when it is wanted.
if (typeof window !== 'undefined') void Promise.allSettled([loadEditor(), loadCodeMirror()]);

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
  const Editor = useLate(loadEditor, isKnown);
  if (!isKnown) return null;
  if (Editor === undefined) return <Skeleton rows={10} />;
  return <Editor workflow={thing} onReload={reload} />;
}

/** One workflow under the hand, as a canvas and as text. */
export function EditWorkflowPage({ segment }: { segment: string }) {
  return (
    <Suspense>
      <DetailPage page={editPage} id={segment} />
    </Suspense>
  );
}
