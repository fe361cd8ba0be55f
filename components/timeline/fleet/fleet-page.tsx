'use client';

import { ChartGantt } from 'lucide-react';
import { useState } from 'react';
import { useUrlChoice } from '#components/address/use-url.ts';
import { FaultNotice } from '#components/kit/page/notice.tsx';
import { Page } from '#components/kit/page/page.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Button } from '#components/ui/form/button.tsx';
import { Segmented } from '#components/ui/form/segmented.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { sayCount } from '#domain/value/say-count.ts';
import { FleetBrushBar } from './fleet-brush-bar.tsx';
import { FleetChart } from './fleet-chart.tsx';
import { FleetLegend } from './fleet-legend.tsx';
import { FleetTable } from './fleet-table.tsx';
import { FleetTools } from './fleet-tools.tsx';
import { type FleetRow, lineOf } from './model/fleet-model.ts';
import type { Brush } from './use-brush.ts';
import { type Fleet, useFleet } from './use-fleet.ts';
import { useFleetView } from './use-fleet-view.ts';

const rowChoices = ['workflows', 'schedules', 'queues', 'workers'] as const;
type RowChoice = (typeof rowChoices)[number];

const rows: Record<RowChoice, { by: FleetRow['kind']; word: string; one: string }> = {
  workflows: { by: 'WORKFLOW', word: 'Workflows', one: 'workflow' },
  schedules: { by: 'SCHEDULE', word: 'Schedules', one: 'schedule' },
  queues: { by: 'QUEUE', word: 'Queues', one: 'queue' },
  workers: { by: 'WORKER', word: 'Workers', one: 'worker' },
};

/** The fleet over time: what ran, what runs now, and what its schedules will fire. */
export function FleetPage() {
  const [choice, setChoice] = useUrlChoice('rows', rowChoices);
  const time = useFleetView();
  const { by, one, word } = rows[choice];
  const fleet = useFleet({ by, span: time.span });
  const [brushed, setBrush] = useState<Brush & { by: string }>();
  const brush = brushed?.by === by ? brushed : undefined;
  const shown = fleet.answer.data?.fleetTimeline;
  // What was read for other rows is not drawn under the words of these.
  const nodes = shown?.nodes.every(({ kind }) => kind === by) === true ? shown.nodes : [];
  const isThere = shown !== undefined && !(fleet.answer.isBehind && nodes.length === 0);
  // The reader's clock may run behind the server's: what has happened is never in the future.
  const nowMs = Math.max(time.nowMs, Date.parse(shown?.now ?? '') || 0);
  const lines = nodes.map((row) => lineOf(row, { nowMs, partMs: shown?.partMs ?? 1 }));
  return (
    <Page
      title="Timeline"
      isFilled
      actions={
        <Segmented
          label="Rows"
          value={choice}
          options={rowChoices.map((value) => ({ value, word: rows[value].word }))}
          onChange={setChoice}
        />
      }
    >
      <section aria-label="Fleet over time" className="panel flex min-h-0 flex-initial flex-col overflow-hidden">
        <div className="flex min-h-10 flex-wrap items-center gap-2 border-b border-line px-2 py-1.5">
          <FleetLegend />
          <FleetTools time={time} />
        </div>
        {fleet.answer.fault !== undefined && <FaultNotice fault={fleet.answer.fault} onRetry={fleet.answer.reload} />}
        {/* The box is there before its rows, so that its width is known. */}
        <FleetChart
          lines={lines}
          time={{ ...time, nowMs }}
          corner={word.slice(0, -1)}
          brush={brush}
          setBrush={(next) => setBrush(next && { ...next, by })}
        />
        {!isThere && fleet.answer.fault === undefined && <Skeleton rows={8} rowHeightPx={28} />}
        {isThere && lines.length === 0 && <NoRows word={word} />}
        <FleetBrushBar
          brush={brush}
          line={lines.find(({ row }) => row.id === brush?.row)}
          onZoom={time.showSpan}
          onClear={() => setBrush(undefined)}
        />
        <Rest fleet={fleet} shown={lines.length} one={one} />
      </section>
      <FleetTable lines={lines} nowMs={nowMs} corner={word.slice(0, -1)} />
    </Page>
  );
}

/** How many rows there are besides these, and the way to them. */
function Rest({ fleet, shown, one }: { fleet: Fleet; shown: number; one: string }) {
  const { before, toNext, toFirst } = fleet;
  const total = fleet.answer.data?.fleetTimeline.totalCount ?? 0;
  if (toNext === undefined && toFirst === undefined) return null;
  const rest = Math.max(0, total - before - shown);
  return (
    <div className="flex min-h-9 items-center gap-3 border-t border-line px-3 text-quiet">
      {rest > 0 ? `and ${sayCount(rest, `more ${one}`)}` : `the last of ${sayCount(total, one)}`}
      {toNext !== undefined && (
        <Button isSmall onClick={toNext}>
          Next rows
        </Button>
      )}
      {toFirst !== undefined && (
        <Button isSmall onClick={toFirst}>
          First rows
        </Button>
      )}
    </div>
  );
}

function NoRows({ word }: { word: string }) {
  return (
    <EmptyState Icon={ChartGantt} title={`There are no ${word.toLowerCase()} in this time.`}>
      What runs stands here over time, and what the schedules will fire in the next hours.
    </EmptyState>
  );
}
