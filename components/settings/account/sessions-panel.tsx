'use client';

import { useCommand } from '#components/api/use-command.ts';
import { useReading } from '#components/api/use-reading.ts';
import { EndSessionsDocument, SessionsDocument, type SessionsQuery } from '#components/generated/account.ts';
import { Panel } from '#components/kit/page/page.tsx';
import { Reading } from '#components/kit/page/reading.tsx';
import { Moment } from '#components/time/moment.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Button } from '#components/ui/form/button.tsx';
import { useToast } from '#components/ui/overlay/toast.tsx';
import { sayUserAgent } from '#domain/access/user-agent.ts';

type Session = SessionsQuery['sessions'][number];

/** Where the reader is signed in, and how to end it. */
export function SessionsPanel() {
  const say = useToast();
  const answer = useReading({ query: SessionsDocument, variables: {} });
  const end = useCommand(EndSessionsDocument, (data) => data.endSessions);
  const others = answer.data?.sessions.filter(({ isCurrent }) => !isCurrent).length ?? 0;
  const endAll = async () => {
    const data = await end.act({ input: { allOthers: true } });
    const count = data?.endSessions.count ?? 0;
    if (data !== undefined) say({ words: count === 1 ? 'A session ended' : `${count} sessions ended`, kind: 'done' });
  };
  return (
    <Panel
      title="Where you are signed in"
      aside={
        others > 0 && (
          <Button isSmall isBusy={end.isBusy} onClick={() => void endAll()}>
            End all others
          </Button>
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
                <SessionLine
                  key={session.id}
                  session={session}
                  onEnd={() => void end.act({ input: { ids: [session.id] } })}
                />
              ))}
            </ul>
          )
        }
      </Reading>
    </Panel>
  );
}

function SessionLine({ session, onEnd }: { session: Session; onEnd: () => void }) {
  const { userAgent, address, createdAt, lastSeenAt, isCurrent } = session;
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
        <Button isSmall onClick={onEnd}>
          End<span className="sr-only"> the session of {words}</span>
        </Button>
      )}
    </li>
  );
}
