'use client';

import type { ReactNode } from 'react';
import { useReading } from '#components/api/use-reading.ts';
import { SessionsDocument, type SessionsQuery } from '#components/generated/account.ts';
import { useAct } from '#components/kit/act/use-act.tsx';
import { Panel } from '#components/kit/page/page.tsx';
import { Reading } from '#components/kit/page/reading.tsx';
import { Moment } from '#components/time/moment.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Button } from '#components/ui/form/button.tsx';
import { sayUserAgent } from '#domain/access/user-agent.ts';
import { type ActedSessions, endSessions } from './session-acts.ts';

type Session = SessionsQuery['sessions'][number];

/** Where the reader is signed in, and how to end it. */
export function SessionsPanel() {
  const answer = useReading({ query: SessionsDocument, variables: {} });
  const others = answer.data?.sessions.filter(({ isCurrent }) => !isCurrent).length ?? 0;
  return (
    <Panel
      title="Where you are signed in"
      aside={
        others > 0 && (
          <EndButton sessions={{ input: { allOthers: true }, words: 'all other sessions' }}>End all others</EndButton>
        )
      }
    >
      <Reading answer={answer} rows={2}>
        {({ sessions }) =>
          sessions.length === 0 ? (
            <EmptyState title="Nobody is signed in">A token opens this page, and a token has no sessions.</EmptyState>
          ) : (
            <ul aria-label="Sessions">
              {sessions.map((session) => (
                <SessionLine key={session.id} session={session} />
              ))}
            </ul>
          )
        }
      </Reading>
    </Panel>
  );
}

function SessionLine({ session }: { session: Session }) {
  const { id, userAgent, address, createdAt, lastSeenAt, isCurrent } = session;
  const what = sayUserAgent(userAgent);
  const words = `${what.charAt(0).toUpperCase()}${what.slice(1)}`;
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 border-line px-3 py-2.5 not-first:border-t">
      <div className="min-w-56 flex-1">
        <p className="flex items-center gap-2">
          <span className="font-medium" data-whole={userAgent ?? undefined}>
            {words}
          </span>
          {isCurrent && <Badge>this one</Badge>}
        </p>
        <p className="text-small text-quiet">
          {address === null ? 'From an unknown address' : `From ${address}`}, signed in{' '}
          <Moment at={createdAt} style="relative" />, last used <Moment at={lastSeenAt} style="relative" />
        </p>
      </div>
      {!isCurrent && (
        <EndButton sessions={{ input: { ids: [id] }, words: `the session of ${words}` }}>
          End<span className="sr-only"> the session of {words}</span>
        </EndButton>
      )}
    </li>
  );
}

function EndButton({ sessions, children }: { sessions: ActedSessions; children: ReactNode }) {
  const { start, busy, question } = useAct(sessions);
  return (
    <>
      <Button isSmall isBusy={busy !== undefined} onClick={() => start(endSessions)}>
        {children}
      </Button>
      {question}
    </>
  );
}
