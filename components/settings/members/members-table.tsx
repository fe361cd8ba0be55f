'use client';

import { Ellipsis, KeyRound, UserCog, UserMinus } from 'lucide-react';
import { useState } from 'react';
import type { MemberRowFragment } from '#components/generated/members.ts';
import { useViewer } from '#components/kit/viewer/use-viewer.tsx';
import { roleWords } from '#components/settings/say-role.ts';
import { Moment } from '#components/time/moment.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { IconButton } from '#components/ui/form/icon-button.tsx';
import { Menu } from '#components/ui/overlay/menu.tsx';
import { DataTable } from '#components/ui/table/data-table.tsx';
import type { Column } from '#components/ui/table/table-column.ts';
import { RemoveDialog } from './remove-dialog.tsx';
import { ResetDialog } from './reset-dialog.tsx';
import { RoleDialog } from './role-dialog.tsx';

type Member = MemberRowFragment;
type Act = 'role' | 'reset' | 'remove';

const dialogs = { role: RoleDialog, reset: ResetDialog, remove: RemoveDialog } as const;

const columns: readonly Column<Member>[] = [
  { key: 'name', title: 'Name', width: '18%', cell: (member) => <NameCell member={member} /> },
  { key: 'email', title: 'Email', width: '22%', cell: (member) => member.email, hint: (member) => member.email },
  { key: 'role', title: 'Role', width: '9rem', cell: (member) => roleWords[member.role].word },
  {
    key: 'may',
    title: 'May',
    cell: (member) => <span className="text-quiet">{roleWords[member.role].sentence}</span>,
    hint: (member) => roleWords[member.role].sentence,
  },
  { key: 'since', title: 'Member since', width: '9rem', cell: (member) => <Moment at={member.createdAt} /> },
];

/** The members as rows; with a menu each for those who manage them. */
export function MembersTable({ members, mayManage }: { members: readonly Member[]; mayManage: boolean }) {
  const [opened, setOpened] = useState<{ act: Act; member: Member }>();
  const acts: Column<Member> = {
    key: 'acts',
    title: <span className="sr-only">Acts</span>,
    width: '3.25rem',
    cell: (member) => <MemberMenu member={member} onOpen={(act) => setOpened({ act, member })} />,
  };
  const Opened = opened === undefined ? undefined : dialogs[opened.act];
  return (
    <>
      <DataTable
        label="Members"
        isMain
        columns={mayManage ? [...columns, acts] : columns}
        rows={members}
        keyOf={(member) => member.id}
        minWidth="58rem"
      />
      {opened !== undefined && Opened !== undefined && (
        <Opened member={opened.member} onClose={() => setOpened(undefined)} />
      )}
    </>
  );
}

function MemberMenu({ member, onOpen }: { member: Member; onOpen: (act: Act) => void }) {
  return (
    <Menu
      align="end"
      trigger={<IconButton isSmall label={`Acts on ${member.name}`} Icon={Ellipsis} />}
      entries={[
        { kind: 'act', word: 'Change the role …', Icon: UserCog, act: () => onOpen('role') },
        { kind: 'act', word: 'Link to a new password …', Icon: KeyRound, act: () => onOpen('reset') },
        { kind: 'line' },
        { kind: 'act', word: 'Remove …', Icon: UserMinus, isDanger: true, act: () => onOpen('remove') },
      ]}
    />
  );
}

function NameCell({ member }: { member: Member }) {
  const { viewer } = useViewer();
  return (
    <span className="inline-flex items-center gap-2">
      <span className="font-medium">{member.name}</span>
      {viewer?.id === member.id && <Badge>you</Badge>}
    </span>
  );
}
