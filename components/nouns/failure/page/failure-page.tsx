'use client';

import type { ReactNode } from 'react';
import { Link } from '#components/address/link.tsx';
import { ask } from '#components/api/ask.ts';
import { FailureDocument, type FailureQuery } from '#components/generated/failures.ts';
import { DetailPage } from '#components/kit/detail/detail-page.tsx';
import type { NounPage } from '#components/kit/detail/noun-page.ts';
import { Facts } from '#components/kit/page/facts.tsx';
import { Panel } from '#components/kit/page/page.tsx';
import { taskPath, workflowPath } from '#components/kit/words/paths.ts';
import { sayErrorType } from '#components/kit/words/say-error.ts';
import { shortId } from '#components/kit/words/short-id.ts';
import { failure } from '#components/nouns/failure/failure.ts';
import { sayCounts, subjectOf, titleOf } from '#components/nouns/failure/failure-words.ts';
import { sayWorked } from '#components/nouns/failure/say-history.ts';
import { failureLooks } from '#components/state/state-look.ts';
import { Moment } from '#components/time/moment.tsx';
import { CopyButton } from '#components/ui/form/copy-button.tsx';
import { ExamplesPanel } from './examples-panel.tsx';
import { FailureActions } from './failure-actions.tsx';
import { HistoryPanel } from './history-panel.tsx';
import { TenantsPanel } from './tenants-panel.tsx';
import { TrendPanel } from './trend-panel.tsx';

export type FailureDetails = NonNullable<FailureQuery['failure']>;

// It may be seen many times a second, and nobody reads so fast.
const gapMs = 2_000;

const failurePage: NounPage<FailureDetails> = {
  noun: failure,
  read: (id) => ask(FailureDocument, { id }, (data) => data.failure),
  topicOf: () => ({ kind: 'events', filter: { noun: 'FAILURE' } }),
  gapMs,
  titleOf,
  lookOf: ({ state }) => failureLooks[state],
  Actions: ({ thing }) => <FailureActions failure={thing} />,
  Panels,
};

function Panels({ thing }: { thing: FailureDetails }) {
  return (
    <>
      {thing.detail !== 'MESSAGE' && (
        <p className="text-warning">
          There are so many kinds of failures here that this one is told
          {thing.detail === 'TYPE' ? ' without its message' : ' by what failed alone'}: a message that is another one
          each time makes a kind of each job.
        </p>
      )}
      <div className="grid grid-cols-1 items-start gap-3 xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <div className="flex min-w-0 flex-col gap-3">
          <Panel title="Facts">
            <Facts facts={factsOf(thing)} />
          </Panel>
          <TrendPanel failure={thing} />
          <ExamplesPanel examples={thing.examples} />
          <TenantsPanel id={thing.id} />
        </div>
        <HistoryPanel failure={thing} />
      </div>
    </>
  );
}

function factsOf(thing: FailureDetails) {
  const { task, workflow, stepKey, errorType, assignee, snoozedUntil, resolvedAt, reason, id } = thing;
  const subject =
    workflow !== null ? (
      <Link className="link" href={workflowPath(workflow)}>
        {subjectOf(thing)}
      </Link>
    ) : task !== null ? (
      <Link className="link" href={taskPath(task)}>
        {task.name}
      </Link>
    ) : (
      'gone'
    );
  const facts: [string, ReactNode][] = [
    [workflow === null ? 'Task' : stepKey === null ? 'Workflow' : 'Step', subject],
    [
      'Type of error',
      errorType === '' ? (
        'any'
      ) : (
        <span key="type">
          {sayErrorType(errorType)} <span className="identifier text-small text-quiet">{errorType}</span>
        </span>
      ),
    ],
    ['Seen', sayCounts(thing)],
    ['First seen', <Moment key="first" at={thing.firstSeenAt} style="both" />],
    ['Last seen', <Moment key="last" at={thing.lastSeenAt} style="both" />],
    ['What worked before', sayWorked(thing.workedBefore)],
    ['Owner', assignee?.name ?? <span className="text-quiet">nobody</span>],
  ];
  if (snoozedUntil !== null) facts.push(['Snoozed until', <Moment key="until" at={snoozedUntil} style="both" />]);
  if (resolvedAt !== null) facts.push(['Resolved', <Moment key="resolved" at={resolvedAt} style="both" />]);
  if (reason !== null) facts.push(['Why it was resolved', reason]);
  facts.push(['Id', <CopyButton key="id" text={id} words={shortId(id)} />]);
  return facts;
}

/** One kind of failure: how often, what it happened to, what worked before, and what was done about it. */
export function FailurePage({ id }: { id: string }) {
  return <DetailPage page={failurePage} id={id} />;
}
