'use client';

import { ArrowRight, CircleAlert, ListFilter } from 'lucide-react';
import { useUrl } from '#components/address/use-url.ts';
import { FindField } from '#components/nouns/run/steps/find-field.tsx';
import { jobLooks, type Look, runLooks } from '#components/state/state-look.ts';
import { StateMark } from '#components/state/state-mark.tsx';
import { sayInstant } from '#components/time/say-time.ts';
import { useZone } from '#components/time/zone-context.tsx';
import { sayClock } from '#components/timeline/bar-words.ts';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Button } from '#components/ui/form/button.tsx';
import { Select } from '#components/ui/form/select.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { DataTable } from '#components/ui/table/data-table.tsx';
import type { Column } from '#components/ui/table/table-column.ts';
import { jobStates, runStates } from '#domain/machines.ts';
import { type LogLine, linesOf, type RunLog, typesIn } from './run-log.ts';
import type { RunDetails } from './use-run.ts';
import { useRunLog } from './use-run-log.ts';

type Parts = { run: RunDetails; onSelect: (stepKey: string) => void };

/** Everything that happened to a run and its steps, line by line, as it happens. */
export function RunEvents({ run, onSelect }: Parts) {
  const log = useRunLog(run.id);
  const { search, change } = useUrl();
  const text = search.get('find') ?? '';
  const type = search.get('type') ?? '';
  const lines = log === undefined ? [] : linesOf(log, { text, type });
  return (
    <section aria-label="Events of the run" className="panel flex min-h-0 flex-initial flex-col">
      <div className="flex min-h-10 flex-wrap items-center gap-2 border-b border-line px-2 py-1.5">
        <FindField
          label="Find events of a step"
          placeholder="Step  /"
          value={text}
          onChange={(next) => change({ find: next === '' ? undefined : next })}
        />
        <Select
          isSmall
          isLabelHidden
          label="Type of event"
          value={type === '' ? 'all' : type}
          options={[
            { value: 'all', word: 'All types' },
            ...(log === undefined ? [] : typesIn(log)).map((one) => ({ value: one, word: one })),
          ]}
          onChange={(value) => change({ type: value === 'all' ? undefined : value })}
        />
        {log !== undefined && <Completeness log={log} shownCount={lines.length} />}
      </div>
      {log === undefined && <Skeleton rows={12} />}
      {log !== undefined && lines.length === 0 && (
        <NoLines log={log} onClear={() => change({ find: undefined, type: undefined })} />
      )}
      {lines.length > 0 && (
        <DataTable
          isFilled
          isMain
          label="Events"
          columns={columns}
          rows={lines}
          keyOf={({ seq }) => String(seq)}
          onOpen={({ stepKey }) => stepKey !== undefined && onSelect(stepKey)}
          minWidth="68rem"
        />
      )}
    </section>
  );
}

function NoLines({ log, onClear }: { log: RunLog; onClear: () => void }) {
  if (log.lines.length === 0) {
    return (
      <EmptyState Icon={CircleAlert} title="The events could not be read.">
        Reload the page to try again. What happens from now on is shown all the same.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      Icon={ListFilter}
      title="No event matches the filter."
      actions={<Button onClick={onClear}>Clear filters</Button>}
    />
  );
}

/** The log counts its lines without a gap; the reader sees that none is missing. */
function Completeness({ log, shownCount }: { log: RunLog; shownCount: number }) {
  const isFiltered = shownCount !== log.lines.length;
  return (
    <span className="ml-auto flex items-center gap-3 text-quiet" aria-live="polite">
      {isFiltered && <span>{shownCount.toLocaleString('en')} shown of</span>}
      {log.missing === 0 ? (
        <span>{log.lastSeq.toLocaleString('en')} events, numbered without a gap</span>
      ) : (
        <span className="flex items-center gap-1.5 text-failed">
          <CircleAlert aria-hidden size={14} />
          {log.missing} of {log.lastSeq} events are missing
        </span>
      )}
      {log.isCut && <span className="text-failed">what came after could not be read; reload the page</span>}
      {log.dropped > 0 && <span>the first {log.dropped.toLocaleString('en')} are not kept here</span>}
    </span>
  );
}

const columns: readonly Column<LogLine>[] = [
  { key: 'seq', title: 'No.', width: '4.5rem', isNumber: true, needs: 'middle', cell: ({ seq }) => seq },
  { key: 'at', title: 'When', width: '8.5rem', cell: ({ event }) => <Instant at={event.at} /> },
  { key: 'type', title: 'Event', width: '10rem', cell: ({ event }) => event.type },
  {
    key: 'step',
    title: 'Step',
    cell: ({ stepKey }) => stepKey ?? <span className="text-quiet">the run</span>,
    hint: ({ stepKey }) => stepKey,
  },
  { key: 'move', title: 'Change', width: '15rem', cell: ({ event }) => <Move from={event.from} to={event.to} /> },
  {
    key: 'attempt',
    title: 'Attempt',
    width: '5.5rem',
    isNumber: true,
    needs: 'wide',
    cell: ({ event }) => event.attempt ?? '–',
  },
  {
    key: 'reason',
    title: 'Why',
    needs: 'middle',
    cell: ({ event }) => <span className="text-quiet">{event.reason}</span>,
    hint: ({ event }) => event.reason ?? undefined,
  },
];

function Instant({ at }: { at: string }) {
  const { timeZone } = useZone();
  const atMs = Date.parse(at);
  return (
    <time dateTime={at} data-whole={sayInstant(atMs, timeZone)}>
      {sayClock(atMs, timeZone)}
    </time>
  );
}

function Move({ from, to }: { from: string | null; to: string | null }) {
  const [before, after] = [lookOf(from), lookOf(to)];
  return (
    <span className="flex items-center gap-2">
      {before !== undefined && (
        <>
          <span className="text-quiet">{before.word}</span>
          <ArrowRight aria-label="to" size={12} className="shrink-0 text-quiet" />
        </>
      )}
      {after !== undefined && <StateMark look={after} />}
    </span>
  );
}

function lookOf(name: string | null): Look | undefined {
  const job = jobStates.find((state) => state === name);
  if (job !== undefined) return jobLooks[job];
  const run = runStates.find((state) => state === name);
  return run === undefined ? undefined : runLooks[run];
}
