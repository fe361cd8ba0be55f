'use client';

import { lazy, Suspense } from 'react';
import { useGo } from '#components/address/tenant-context.tsx';
import { useUrl } from '#components/address/use-url.ts';
import { useOwner } from '#components/kit/kept/use-own-text.ts';
import { Page } from '#components/kit/page/page.tsx';
import { Trail } from '#components/kit/page/trail.tsx';
import { screens, workflowPath } from '#components/kit/words/paths.ts';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { TemplateGallery } from './templates/template-gallery.tsx';
import { templateList } from './templates/template-list.ts';

const NewDefinition = lazy(async () => ({ default: (await import('./new-definition.tsx')).NewDefinition }));

/** Where a workflow begins: from a template, as text. */
export function NewWorkflowPage() {
  return (
    <Page title="New workflow" isFilled trail={<Trail href={screens.workflows}>Workflows</Trail>}>
      <Suspense>
        <Beginning />
      </Suspense>
    </Page>
  );
}

function Beginning() {
  const go = useGo();
  const { search, hrefWith } = useUrl();
  // What was typed before is kept for the one who typed it.
  const isKnown = useOwner() !== undefined;
  const chosen = templateList.find(({ key }) => key === search.get('template')) ?? templateList[0];
  if (chosen === undefined) return null;
  return (
    <>
      <TemplateGallery templates={templateList} chosen={chosen.key} hrefOf={(template) => hrefWith({ template })} />
      {isKnown && (
        <Suspense fallback={<Skeleton rows={10} />}>
          <NewDefinition
            key={chosen.key}
            templateKey={chosen.key}
            onPublished={(workflow) => go(workflowPath(workflow))}
          />
        </Suspense>
      )}
    </>
  );
}
