'use client';

import { Link } from '#components/address/link.tsx';
import { NoRowsPanel } from '#components/kit/list/no-rows.tsx';
import { screens } from '#components/kit/words/paths.ts';
import { gate } from '#components/nouns/gate/gate.ts';
import { EmptyState } from '#components/ui/empty-state.tsx';

/** Nothing is held: what would be seen here, and how to declare it. */
export function NoLocks() {
  return (
    <NoRowsPanel>
      <EmptyState
        Icon={gate.Icon}
        title="Nothing is held, and nobody waits."
        actions={
          <Link className="button" href={screens.newTask}>
            New task
          </Link>
        }
      >
        <p>
          A task may name keys that one running job holds alone, amounts of pools, and how many of its jobs run at once.
          A job takes all of it with its start, or waits here.
        </p>
        <pre className="mt-3 inline-block rounded border border-line bg-raised px-3 py-2 text-left text-small">
          {example}
        </pre>
      </EmptyState>
    </NoRowsPanel>
  );
}

const example = `mutex: ["customer-\${{ params.customer }}"]
resources: { gpu: 1 }
concurrency: { max: 3, key: "\${{ params.region }}" }`;
