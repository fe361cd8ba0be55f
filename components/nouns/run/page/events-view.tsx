'use client';

import { CircleAlert, ListFilter } from 'lucide-react';
import { useUrl } from '#components/address/use-url.ts';
import { titleOfEvent } from '#components/kit/words/event-titles.ts';
import { sayEvent } from '#components/kit/words/say-event.ts';
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
import { type LogLine, linesOf, type RunLog, typesIn, waitsIn } from './run-log.ts';
import type { RunDetails } from './use-run.ts';
import { useRunLog } from './use-run-log.ts';

type Parts = { run: RunDetails; onSelect: (stepKey: string) => void };

/** Everything that happened to a run and its steps, line by line, as it happens. */
export function RunEvents({ run, onSelect }: Parts) {
  const log = useRunLog(run.id);
  const { search, change } = useUrl();
  const text = search.get('find') ?? '';
  const type = search.get('type') ?? '';
  const isRaw = search.get('raw') !== null;
  const lines = log === undefined ? [] : linesOf(log, { text, type });
  const sentenceOf = sayLines(run, log);
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
            { value: 'all', word: 'Everything' },
            ...(log === undefined ? [] : typesIn(log)).map((one) => ({ value: one, word: titleOfEvent(one) })),
          ]}
          onChange={(value) => change({ type: value === 'all' ? undefined : value })}
        />
        <Button isSmall kind="quiet" aria-pressed={isRaw} onClick={() => change({ raw: isRaw ? undefined : '1' })}>
          {isRaw ? 'Hide the log’s own words' : 'Show the log’s own words'}
        </Button>
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
          columns={columnsOf({ sentenceOf, isRaw })}
          rows={lines}
          keyOf={({ seq }) => String(seq)}
          onOpen={({ stepKey }) => stepKey !== undefined && onSelect(stepKey)}
          minWidth={isRaw ? '103rem' : '56rem'}
        />
      )}
    </section>
  );
}

/** What each line says, with what the run knows of its steps. */
function sayLines(run: RunDetails, log: RunLog | undefined): (line: LogLine) => string {
  const attempts = new Map(run.steps.map(({ job }) => [job?.id ?? null, job?.maxAttempts]));
  const waits = log === undefined ? undefined : waitsIn(log);
  return ({ event, seq }) => sayEvent(event, { maxAttempts: attempts.get(event.entityId), waitedMs: waits?.get(seq) });
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

type Told = { sentenceOf: (line: LogLine) => string; isRaw: boolean };

function columnsOf({ sentenceOf, isRaw }: Told): Column<LogLine>[] {
  return [
    { key: 'seq', title: 'No.', width: '4.5rem', isNumber: true, needs: 'middle', cell: ({ seq }) => seq },
    { key: 'at', title: 'When', width: '8.5rem', cell: ({ event }) => <Instant at={event.at} /> },
    {
      key: 'step',
      title: 'Step',
      width: '13rem',
      cell: ({ stepKey }) =>
        stepKey === undefined ? (
          <span className="text-quiet">the run</span>
        ) : (
          <span className="font-medium">{stepKey}</span>
        ),
      hint: ({ stepKey }) => stepKey,
    },
    {
      key: 'state',
      title: 'State',
      width: '8.5rem',
      cell: ({ event }) => <After state={event.to} />,
    },
    { key: 'what', title: 'What happened', cell: sentenceOf, hint: sentenceOf },
    ...(isRaw ? rawColumns : []),
  ];
}

const rawColumns: readonly Column<LogLine>[] = [
  {
    key: 'type',
    title: 'Event',
    width: '9.5rem',
    cell: ({ event }) => <span className="identifier">{event.type}</span>,
  },
  {
    key: 'reason',
    title: 'Reason',
    width: '11rem',
    cell: ({ event }) => <span className="identifier">{event.reason}</span>,
    hint: ({ event }) => event.reason ?? undefined,
  },
  {
    key: 'payload',
    title: 'Payload',
    width: '20rem',
    cell: ({ event }) => <span className="identifier">{payloadOf(event.payload)}</span>,
    hint: ({ event }) => payloadOf(event.payload),
  },
];

function payloadOf(payload: unknown): string {
  return payload === null ? '' : JSON.stringify(payload);
}

function Instant({ at }: { at: string }) {
  const { timeZone } = useZone();
  const atMs = Date.parse(at);
  return (
    <time dateTime={at} data-whole={sayInstant(atMs, timeZone)}>
      {sayClock(atMs, timeZone)}
    </time>
  );
}

function After({ state }: { state: string | null }) {
  const look = lookOf(state);
  return look === undefined ? null : <StateMark look={look} />;
}

function lookOf(name: string | null): Look | undefined {
  const job = jobStates.find((state) => state === name);
  if (job !== undefined) return jobLooks[job];
  const run = runStates.find((state) => state === name);
  return run === undefined ? undefined : runLooks[run];
}
