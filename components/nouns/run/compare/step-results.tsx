'use client';

import { useReading } from '#components/api/use-reading.ts';
import { DiffView } from '#components/editor/diff-view.tsx';
import { ComparedResultsDocument, type ComparedResultsQuery } from '#components/generated/compare.ts';
import { EmptyNotice } from '#components/kit/page/notice.tsx';
import { Reading } from '#components/kit/page/reading.tsx';
import { SidePanel } from '#components/ui/overlay/side-panel.tsx';
import type { Comparison } from './compare-page.tsx';

type Parts = { comparison: Comparison; stepKey: string; onClose: () => void };
type Job = NonNullable<NonNullable<NonNullable<ComparedResultsQuery['left']>['step']>['job']>;

/** What one step was handed and what it left, in both runs. */
export function StepResults({ comparison: { left, right }, stepKey, onClose }: Parts) {
  const answer = useReading({
    query: ComparedResultsDocument,
    variables: { left: left.id, right: right.id, step: stepKey },
  });
  return (
    <SidePanel isInline label={`Step ${stepKey} in both runs`} title={stepKey} onClose={onClose}>
      <Reading answer={answer} rows={8}>
        {(read) => <Both before={read.left?.step?.job ?? undefined} after={read.right?.step?.job ?? undefined} />}
      </Reading>
    </SidePanel>
  );
}

function Both({ before, after }: { before: Job | undefined; after: Job | undefined }) {
  if (before === undefined && after === undefined)
    return <EmptyNotice>No job carried this step out, in neither of both runs.</EmptyNotice>;
  return (
    <>
      <Part title="Params" before={before?.params} after={after?.params} />
      <Part title="Result" before={before?.result} after={after?.result} />
      {((before?.error ?? null) !== null || (after?.error ?? null) !== null) && (
        <Part title="Error" before={before?.error} after={after?.error} />
      )}
    </>
  );
}

function Part({ title, before, after }: { title: string; before: unknown; after: unknown }) {
  const textOf = (value: unknown) => (value === undefined ? '' : JSON.stringify(value, null, 2));
  return (
    <section aria-label={title} className="border-b border-line last:border-b-0">
      <h3 className="px-3 pt-2 font-semibold">{title}</h3>
      <DiffView label={`${title}, left and right`} before={textOf(before)} after={textOf(after)} />
    </section>
  );
}
