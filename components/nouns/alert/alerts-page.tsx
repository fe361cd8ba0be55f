'use client';

import { BellOff } from 'lucide-react';
import { ListFoot, ListHead } from '#components/kit/page/list-parts.tsx';
import { FaultNotice } from '#components/kit/page/notice.tsx';
import { Page } from '#components/kit/page/page.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Button } from '#components/ui/form/button.tsx';
import { Segmented } from '#components/ui/form/segmented.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { useUrlChoice } from '#components/ui/use-url.ts';
import type { AlertState } from '#domain/machines.ts';
import { AlertsTable } from './alerts-table.tsx';
import { useAlerts } from './use-alerts.ts';

const choices = ['open', 'resolved', 'all'] as const;
type Choice = (typeof choices)[number];

const statesOf: Record<Choice, AlertState[]> = { open: ['OPEN'], resolved: ['RESOLVED'], all: [] };
const words: Record<Choice, string> = { open: 'Open', resolved: 'Resolved', all: 'All' };

/** What was breached: what stands open first, and everything that was. */
export function AlertsPage() {
  const [choice, setChoice] = useUrlChoice('state', choices);
  const view = useAlerts(statesOf[choice]);
  const { list, fault, reload } = view;
  return (
    <Page title="Alerts" isFilled actions={<ListHead view={view} noun={nounOf(choice, list?.totalCount ?? 0)} />}>
      <div>
        <Segmented
          label="Which alerts"
          value={choice}
          options={choices.map((value) => ({ value, word: words[value] }))}
          onChange={setChoice}
        />
      </div>
      <div className="panel flex min-h-0 flex-col">
        {list === undefined && fault !== undefined && <FaultNotice fault={fault} onRetry={reload} />}
        {list === undefined && fault === undefined && <Skeleton rows={6} />}
        {list?.rows.length === 0 && <NoAlerts choice={choice} onAll={() => setChoice('all')} />}
        {list !== undefined && list.rows.length > 0 && (
          <AlertsTable alerts={list.rows} totalCount={list.totalCount} foot={<ListFoot view={view} noun="alerts" />} />
        )}
      </div>
    </Page>
  );
}

function nounOf(choice: Choice, count: number): string {
  const noun = count === 1 ? 'alert' : 'alerts';
  return choice === 'all' ? noun : `${choice} ${noun}`;
}

function NoAlerts({ choice, onAll }: { choice: Choice; onAll: () => void }) {
  if (choice === 'open') {
    return (
      <EmptyState
        Icon={BellOff}
        title="No alert is open."
        actions={
          <Button isSmall onClick={onAll}>
            Show all alerts
          </Button>
        }
      >
        A task with an SLA raises one when a job starts too late or takes too long; work that the engine cannot carry
        out raises one as well. It appears here at once.
      </EmptyState>
    );
  }
  return (
    <EmptyState Icon={BellOff} title={choice === 'all' ? 'There was no alert yet.' : 'No alert was resolved yet.'}>
      Give a task an SLA (<code className="identifier">startBy</code>, <code className="identifier">maxDuration</code>)
      to be told when its jobs are late or slow.
    </EmptyState>
  );
}
