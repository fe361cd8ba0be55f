'use client';

import { useState } from 'react';
import { useUrlChoice } from '#components/address/use-url.ts';
import { FaultNotice } from '#components/kit/page/notice.tsx';
import { tickLooks } from '#components/state/state-look.ts';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Button } from '#components/ui/form/button.tsx';
import { Segmented } from '#components/ui/form/segmented.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import type { TickOutcome } from '#domain/machines.ts';
import { heldTicks } from './tick-list.ts';
import { TicksTable } from './ticks-table.tsx';
import { useTicks } from './use-ticks.ts';

const choices = ['all', 'fired', 'skipped', 'missed'] as const;
type Choice = (typeof choices)[number];

const outcomes: Record<Choice, readonly TickOutcome[]> = {
  all: [],
  fired: ['FIRED'],
  skipped: ['SKIPPED'],
  missed: ['MISSED'],
};

/** Every instant of a schedule, the latest first: what became of it, when and why. */
export function TicksPanel({ schedule, name, after }: { schedule: string; name: string; after: string | undefined }) {
  const [choice, choose] = useUrlChoice('ticks', choices);
  const { list, fault, isReading, reload, readOlder } = useTicks({ schedule, outcomes: outcomes[choice], after });
  const [heldSince, setHeldSince] = useState<string>();
  const { rows, waitingCount } = heldTicks(list?.rows ?? [], heldSince);
  const hold = (isScrolled: boolean) =>
    setHeldSince((now) => (isScrolled ? (now ?? list?.rows[0]?.scheduledFor) : undefined));
  return (
    <section aria-label="Ticks" className="panel flex min-h-72 flex-col">
      <header className="flex min-h-10 flex-wrap items-center gap-3 border-b border-line px-3">
        <h2 className="font-semibold">Ticks</h2>
        <Segmented
          label="Outcome"
          value={choice}
          options={choices.map((value) => ({ value, word: wordOf(value) }))}
          onChange={choose}
        />
        {waitingCount > 0 && (
          <Button isSmall kind="primary" onClick={() => setHeldSince(list?.rows[0]?.scheduledFor)}>
            {waitingCount} new
          </Button>
        )}
      </header>
      {fault !== undefined && <FaultNotice fault={fault} onRetry={reload} />}
      {list === undefined && fault === undefined && <Skeleton rows={6} />}
      {list?.rows.length === 0 && <NoTicks choice={choice} onClear={() => choose('all')} />}
      {rows.length > 0 && (
        <TicksTable
          name={name}
          ticks={rows}
          isReading={isReading}
          hasOlder={list?.hasOlder === true}
          onEnd={readOlder}
          onScrolled={hold}
        />
      )}
    </section>
  );
}

function wordOf(choice: Choice): string {
  const [outcome] = outcomes[choice];
  return outcome === undefined ? 'All' : tickLooks[outcome].word;
}

function NoTicks({ choice, onClear }: { choice: Choice; onClear: () => void }) {
  if (choice === 'all') {
    return (
      <EmptyState title="It has not fired yet">
        Each instant of its timetable will stand here, also those that made nothing, with the reason.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      title={`No tick was ${wordOf(choice).toLowerCase()}`}
      actions={<Button onClick={onClear}>Show all ticks</Button>}
    />
  );
}
