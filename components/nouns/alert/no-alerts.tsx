'use client';

import { BellOff } from 'lucide-react';
import { NoRowsPanel } from '#components/kit/list/no-rows.tsx';
import { useMay } from '#components/kit/viewer/use-viewer.tsx';
import { screens } from '#components/kit/words/paths.ts';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Button, ButtonLink } from '#components/ui/form/button.tsx';
import { choiceOf, useAlertChoice } from './alert-filter.tsx';

/** Says that no alert is in the state that was chosen, and what would raise one. */
export function NoAlerts({ query }: { query: string }) {
  const [, choose] = useAlertChoice();
  const maySetUp = useMay('tenant.manage');
  const choice = choiceOf(query);
  if (choice === 'open') {
    return (
      <NoRowsPanel>
        <EmptyState
          Icon={BellOff}
          title="No alert is open."
          actions={
            <>
              <Button isSmall onClick={() => choose('all')}>
                Show all alerts
              </Button>
              {maySetUp && (
                <ButtonLink isSmall href={screens.notifications}>
                  Who is told
                </ButtonLink>
              )}
            </>
          }
        >
          A task with an SLA raises one when a job starts too late or takes too long; what a rule asks for raises one as
          well, and so does work that the engine cannot carry out. It appears here at once.
        </EmptyState>
      </NoRowsPanel>
    );
  }
  return (
    <NoRowsPanel>
      <EmptyState Icon={BellOff} title={choice === 'all' ? 'There was no alert yet.' : 'No alert was resolved yet.'}>
        Give a task an SLA (<code className="identifier">startBy</code>, <code className="identifier">maxDuration</code>
        ) to be told when its jobs are late or slow.
      </EmptyState>
    </NoRowsPanel>
  );
}
