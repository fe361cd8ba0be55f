'use client';

import { lazy, Suspense } from 'react';
import { Link } from '#components/address/link.tsx';
import { classes } from '#components/ui/classes.ts';
import type { TemplateWords } from './template-list.ts';

const TemplatePicture = lazy(async () => ({ default: (await import('./template-picture.tsx')).TemplatePicture }));

type Parts = { templates: readonly TemplateWords[]; chosen: string; hrefOf: (key: string) => string };

/** What one may begin with, each as a card with its picture, in a row that is scrolled. */
export function TemplateGallery({ templates, chosen, hrefOf }: Parts) {
  return (
    <nav aria-label="Templates" className="-mx-1 flex shrink-0 gap-2 overflow-x-auto px-1 py-1">
      {templates.map((template) => (
        <TemplateCard
          key={template.key}
          template={template}
          href={hrefOf(template.key)}
          isChosen={template.key === chosen}
        />
      ))}
    </nav>
  );
}

type CardParts = { template: TemplateWords; href: string; isChosen: boolean };

function TemplateCard({ template, href, isChosen }: CardParts) {
  const { key, title, meaning, features } = template;
  return (
    <Link
      href={href}
      replace
      scroll={false}
      aria-current={isChosen ? 'true' : undefined}
      className={classes(
        'panel relative flex w-48 shrink-0 flex-col gap-1 px-3 py-2 hover:bg-raised',
        isChosen && 'border-ink bg-raised ring-1 ring-ink',
      )}
    >
      <span className="font-semibold">{title}</span>
      {/* A low window keeps its height for the work. */}
      <span aria-hidden className="h-14 [@media(height<56rem)]:hidden">
        <Suspense>
          <TemplatePicture template={key} />
        </Suspense>
      </span>
      <span data-whole={meaning} className="line-clamp-2 text-small text-quiet [@media(height<56rem)]:sr-only">
        {meaning}
      </span>
      <span className="mt-auto flex flex-wrap gap-1 [@media(height<56rem)]:sr-only">
        {features.map((feature) => (
          <span key={feature} className="rounded border border-line bg-raised px-1 text-[0.8rem] text-quiet">
            {feature}
          </span>
        ))}
      </span>
    </Link>
  );
}
