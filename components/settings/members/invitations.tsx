'use client';

import { useReading } from '#components/api/use-reading.ts';
import { type InvitationRowFragment, InvitationsDocument } from '#components/generated/members.ts';
import { useAct } from '#components/kit/act/use-act.tsx';
import { Reading } from '#components/kit/page/reading.tsx';
import { sayActor } from '#components/kit/words/say-actor.ts';
import type { Topic } from '#components/live/live-event.ts';
import { useRefreshOnEvents } from '#components/live/refresh/use-refresh-on-events.ts';
import { roleWords } from '#components/settings/say-role.ts';
import type { Look } from '#components/state/state-look.ts';
import { StateMark } from '#components/state/state-mark.tsx';
import { Moment } from '#components/time/moment.tsx';
import { Button } from '#components/ui/form/button.tsx';
import { DataTable } from '#components/ui/table/data-table.tsx';
import type { Column } from '#components/ui/table/table-column.ts';
import { type ActedInvitation, invitationActs } from './invitation-acts.ts';

const topic: Topic = {
  kind: 'events',
  filter: { types: ['invitation.created', 'invitation.accepted', 'invitation.revoked'] },
};

type Invitation = InvitationRowFragment;

const open: Look = { word: 'Open', family: 'waiting', glyph: 'clock' };
const expired: Look = { word: 'Expired', family: 'waiting', glyph: 'slash' };

const columns: readonly Column<Invitation>[] = [
  { key: 'email', title: 'Email', cell: ({ email }) => <span className="font-medium">{email}</span> },
  {
    key: 'state',
    title: 'State',
    width: '7rem',
    cell: ({ state }) => <StateMark look={state === 'OPEN' ? open : expired} />,
  },
  { key: 'role', title: 'Role', width: '9rem', cell: ({ role }) => roleWords[role].word },
  {
    key: 'by',
    title: 'By',
    width: '12rem',
    cell: ({ creator }) => sayActor(creator),
    hint: ({ creator }) => creator.id,
  },
  { key: 'made', title: 'Made', width: '8rem', cell: ({ createdAt }) => <Moment at={createdAt} /> },
  { key: 'end', title: 'Ends', width: '8rem', cell: ({ expiresAt }) => <Moment at={expiresAt} /> },
];

/** Who was invited and has not answered; nothing while everybody has. */
export function Invitations() {
  const answer = useReading({ query: InvitationsDocument, variables: {} });
  useRefreshOnEvents({ topic, after: answer.data?.jobs.eventCursor, read: answer.reload });
  if (answer.data?.invitations.length === 0) return null;
  const acts: Column<Invitation> = {
    key: 'revoke',
    title: <span className="sr-only">Revoke</span>,
    width: '7rem',
    cell: (invitation) => <RevokeButton invitation={invitation} />,
  };
  return (
    <section className="mt-3">
      <h2 className="mb-3 font-semibold">Invited</h2>
      <div className="panel">
        <Reading answer={answer} rows={2}>
          {({ invitations }) => (
            <DataTable
              label="Invitations"
              columns={[...columns, acts]}
              rows={invitations}
              keyOf={({ id }) => id}
              minWidth="56rem"
            />
          )}
        </Reading>
      </div>
    </section>
  );
}

function RevokeButton({ invitation }: { invitation: Invitation }) {
  const { start, busy, question } = useAct<ActedInvitation>(invitation);
  return (
    <>
      {invitationActs.map((act) => (
        <Button key={act.key} isSmall isBusy={busy !== undefined} onClick={() => start(act)}>
          {act.word}
          <span className="sr-only"> the invitation of {invitation.email}</span>
        </Button>
      ))}
      {question}
    </>
  );
}
