'use client';

import { lazy, Suspense } from 'react';
import { Link } from '#components/address/link.tsx';
import { useGo } from '#components/address/tenant-context.tsx';
import { useUrl } from '#components/address/use-url.ts';
import { useOwner } from '#components/kit/kept/use-own-text.ts';
import { Page } from '#components/kit/page/page.tsx';
import { Trail } from '#components/kit/page/trail.tsx';
import { screens, workflowPath } from '#components/kit/words/paths.ts';
import { classes } from '#components/ui/classes.ts';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { type Template, templates } from './templates/templates.ts';

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
  const chosen = templates.find(({ key }) => key === search.get('template')) ?? templates[0];
  if (chosen === undefined) return null;
  return (
    <>
      <nav aria-label="Templates" className="grid grid-cols-2 gap-2 xl:grid-cols-4">
        {templates.map((template) => (
          <TemplateLink
            key={template.key}
            template={template}
            href={hrefWith({ template: template.key })}
            isChosen={template === chosen}
          />
        ))}
      </nav>
      {isKnown && (
        <Suspense fallback={<Skeleton rows={10} />}>
          <NewDefinition key={chosen.key} template={chosen} onPublished={(workflow) => go(workflowPath(workflow))} />
        </Suspense>
      )}
    </>
  );
}

type LinkParts = { template: Template; href: string; isChosen: boolean };

function TemplateLink({ template, href, isChosen }: LinkParts) {
  return (
    <Link
      href={href}
      replace
      scroll={false}
      aria-current={isChosen ? 'true' : undefined}
      className={classes(
        'panel flex flex-col gap-0.5 px-3 py-2 hover:bg-raised',
        isChosen && 'border-ink bg-raised ring-1 ring-ink',
      )}
    >
      <span className="font-semibold">{template.title}</span>
      {/* A low window keeps its height for the work. */}
      <span className="text-small text-quiet [@media(height<56rem)]:sr-only">{template.meaning}</span>
    </Link>
  );
}
