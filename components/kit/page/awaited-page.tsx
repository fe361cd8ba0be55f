'use client';

import type { Fault } from '#components/api/fault.ts';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { ButtonLink } from '#components/ui/form/button.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { FaultNotice } from './notice.tsx';
import { Page } from './page.tsx';
import { Trail } from './trail.tsx';

type AwaitedPageProps = {
  title: string;
  /** What is awaited: `job`. */
  noun: string;
  /** Where all of its kind stand. */
  list: { href: string; word: string };
  /** True when the answer has come and says that there is no such thing. */
  isMissing: boolean;
  fault: Fault | undefined;
  onRetry: () => void;
};

/** The page of one thing until the thing is there: on its way, not to be read, or not of this tenant. */
export function AwaitedPage({ title, noun, list, isMissing, fault, onRetry }: AwaitedPageProps) {
  return (
    <Page title={title} trail={<Trail href={list.href}>{list.word}</Trail>}>
      <div className="panel">
        {fault !== undefined && <FaultNotice fault={fault} onRetry={onRetry} />}
        {fault === undefined && !isMissing && <Skeleton rows={10} />}
        {fault === undefined && isMissing && (
          <EmptyState
            title={`This tenant has no such ${noun}.`}
            actions={<ButtonLink href={list.href}>All {list.word.toLowerCase()}</ButtonLink>}
          >
            It may belong to another tenant (yours stands at the top of the screen), or the address lost a part on its
            way.
          </EmptyState>
        )}
      </div>
    </Page>
  );
}
