'use client';

import { DiffView } from '#components/editor/diff-view.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import type { Comparison } from './compare-page.tsx';

type Change = Comparison['variables'][number];
type Parts = { label: string; changes: Comparison['variables']; same: string };

/** What differs among some values, as two texts line by line. */
export function CompareValues({ label, changes, same }: Parts) {
  const textOf = (side: 'before' | 'after') =>
    JSON.stringify(
      Object.fromEntries(changes.flatMap((one) => (isThere(one, side) ? [[one.field, one[side]]] : []))),
      null,
      2,
    );
  return (
    <section aria-label={label} className="panel flex min-h-0 flex-initial flex-col overflow-auto">
      {changes.length === 0 ? (
        <EmptyState title={same} />
      ) : (
        <>
          <p className="border-b border-line px-3 py-2 text-quiet">
            Only what differs; what is missing on one side is not there.
          </p>
          <DiffView label={`${label}, left and right`} before={textOf('before')} after={textOf('after')} />
        </>
      )}
    </section>
  );
}

// What is null is there, and says so.
function isThere({ change }: Change, side: 'before' | 'after'): boolean {
  return change !== (side === 'before' ? 'ADDED' : 'REMOVED');
}
