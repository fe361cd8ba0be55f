import { ListX } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Noun } from '#components/kit/noun/noun.ts';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Button } from '#components/ui/form/button.tsx';

/** The place of a list without rows: as high as the list would be. */
export function NoRowsPanel({ children }: { children: ReactNode }) {
  return <div className="panel">{children}</div>;
}

/** Nothing fits what was asked. */
export function NoRows({ noun, onClear }: { noun: Pick<Noun, 'one'>; onClear: () => void }) {
  return (
    <NoRowsPanel>
      <EmptyState
        Icon={ListX}
        title={`No ${noun.one} matches these filters.`}
        actions={<Button onClick={onClear}>Clear filters</Button>}
      >
        New ones appear here by themselves as soon as they match.
      </EmptyState>
    </NoRowsPanel>
  );
}
