'use client';

import { Link } from '#components/address/link.tsx';
import { ask } from '#components/api/ask.ts';
import { AlertDocument, type AlertQuery } from '#components/generated/alerts.ts';
import { DetailPage } from '#components/kit/detail/detail-page.tsx';
import type { NounPage } from '#components/kit/detail/noun-page.ts';
import { Facts } from '#components/kit/page/facts.tsx';
import { Panel } from '#components/kit/page/page.tsx';
import { runPath } from '#components/kit/words/paths.ts';
import { sayActor } from '#components/kit/words/say-actor.ts';
import { sayAlertKind } from '#components/kit/words/say-alert-kind.ts';
import { shortId } from '#components/kit/words/short-id.ts';
import { StateMark } from '#components/state/state-mark.tsx';
import { Moment } from '#components/time/moment.tsx';
import { Sentence } from '#components/time/sentence.tsx';
import type { EventType } from '#domain/event-catalogue.ts';
import { alert } from './alert.ts';
import { AlertButtons } from './alert-buttons.tsx';
import { alertLook, severityLook, subjectLink } from './alert-words.ts';
import { FailuresPanel } from './failures-panel.tsx';
import { TellingsTable } from './tellings.tsx';

type AlertDetails = NonNullable<AlertQuery['alert']>;

const types: EventType[] = [
  'alert.raised',
  'alert.acknowledged',
  'alert.resolved',
  'delivery.made',
  'delivery.sent',
  'delivery.failed',
  'delivery.given-up',
  'failure.opened',
  'failure.seen',
  'failure.reopened',
  'failure.resolved',
];

const alertPage: NounPage<AlertDetails> = {
  noun: alert,
  read: (id) => ask(AlertDocument, { id }, (data) => data.alert),
  // Whether one of its messages got through is told of the message alone.
  topicOf: () => ({ kind: 'events', filter: { types } }),
  titleOf: ({ kind }) => sayAlertKind(kind),
  lookOf: alertLook,
  Actions: ({ thing }) => <AlertButtons alert={thing} />,
  Panels,
};

function Panels({ thing }: { thing: AlertDetails }) {
  return (
    <>
      <p className="text-lead">
        <Sentence text={thing.message} />
      </p>
      {thing.failures.length > 0 && <FailuresPanel failures={thing.failures} />}
      <Panel title="Facts">
        <Facts facts={factsOf(thing)} />
      </Panel>
      <Panel title="Who was told">
        <TellingsTable tellings={thing.tellings} />
      </Panel>
    </>
  );
}

function factsOf(thing: AlertDetails) {
  const { severity, count, raisedAt, resolvedAt, acknowledgedAt, acknowledger, acknowledgedReason } = thing;
  const link = subjectLink(thing);
  const seen = acknowledgedAt !== null && acknowledger !== null && (
    <span key="seen">
      {sayActor(acknowledger)}, <Moment at={acknowledgedAt} />
      {acknowledgedReason !== null && <span className="block text-quiet">{acknowledgedReason}</span>}
    </span>
  );
  return [
    ['Severity', <StateMark key="severity" look={severityLook(severity)} />],
    [
      'About',
      link === undefined ? (
        'gone'
      ) : (
        <Link key="about" className="link" href={link.href}>
          {link.words}
        </Link>
      ),
    ],
    ...(thing.run === null || thing.workflow === null ? [] : [latestRun(thing.run.id)]),
    ['How often', count.toLocaleString('en')],
    ['Since', <Moment key="since" at={raisedAt} style="both" />],
    ['Seen to by', seen || 'nobody yet'],
    ['Resolved', <Moment key="resolved" at={resolvedAt} empty="it stands" style="both" />],
  ] as const;
}

// The group is about the workflow; whoever looks into it begins with a run.
function latestRun(id: string) {
  return [
    'Latest run',
    <Link key="run" className="link identifier" href={runPath(id)}>
      run {shortId(id)}
    </Link>,
  ] as const;
}

/** One alert: what it is about, since when, who was told and who sees to it. */
export function AlertPage({ id }: { id: string }) {
  return <DetailPage page={alertPage} id={id} />;
}
