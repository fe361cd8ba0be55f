'use client';

import { UserPlus } from 'lucide-react';
import { useState } from 'react';
import { useReading } from '#components/api/use-reading.ts';
import { MembersDocument } from '#components/generated/members.ts';
import { Reading } from '#components/kit/page/reading.tsx';
import type { SettingsSection } from '#components/kit/settings/settings-screen.ts';
import { useMay } from '#components/kit/viewer/use-viewer.tsx';
import type { Topic } from '#components/live/live-event.ts';
import { useRefreshOnEvents } from '#components/live/refresh/use-refresh-on-events.ts';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Button } from '#components/ui/form/button.tsx';
import { Invitations } from './invitations.tsx';
import { InviteDialog } from './invite-dialog.tsx';
import { MembersTable } from './members-table.tsx';

const topic: Topic = {
  kind: 'events',
  filter: { types: ['user.joined', 'user.role-changed', 'user.removed'] },
};

/** Who may enter the tenant, and as what; and for those who manage members, how somebody comes in and goes. */
export const membersSection = { name: 'members', title: 'Members', Panels: Members } satisfies SettingsSection;

function Members() {
  const [isInviting, setIsInviting] = useState(false);
  const mayManage = useMay('member.manage');
  const answer = useReading({ query: MembersDocument, variables: {} });
  useRefreshOnEvents({ topic, after: answer.data?.jobs.eventCursor, read: answer.reload });
  return (
    <>
      {mayManage && (
        <div className="flex justify-end">
          <Button kind="primary" Icon={UserPlus} onClick={() => setIsInviting(true)}>
            Invite somebody
          </Button>
        </div>
      )}
      <div className="panel">
        <Reading answer={answer} rows={4}>
          {({ members }) =>
            members.length === 0 ? (
              <EmptyState title="Nobody is a member of this tenant">
                Platform admins can enter it all the same, and API tokens work in it.
              </EmptyState>
            ) : (
              <MembersTable members={members} mayManage={mayManage} />
            )
          }
        </Reading>
      </div>
      {mayManage && <Invitations />}
      {isInviting && <InviteDialog onClose={() => setIsInviting(false)} />}
    </>
  );
}
