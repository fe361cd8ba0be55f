'use client';

import { useReading } from '#components/api/use-reading.ts';
import { MembersDocument, type MembersQuery } from '#components/generated/settings.ts';
import { Reading } from '#components/kit/page/reading.tsx';
import type { SettingsSection } from '#components/kit/settings/settings-screen.ts';
import { useViewer } from '#components/kit/viewer/use-viewer.tsx';
import { Moment } from '#components/time/moment.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { DataTable } from '#components/ui/table/data-table.tsx';
import type { Column } from '#components/ui/table/table-column.ts';
import { roleWords } from './say-role.ts';

type Member = MembersQuery['members'][number];

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
  { key: 'since', title: 'Member since', width: '10rem', cell: (member) => <Moment at={member.createdAt} /> },
];

/** Who may enter the tenant, and as what. */
export const membersSection = { name: 'members', title: 'Members', Panels: Members } satisfies SettingsSection;

function Members() {
  const answer = useReading({ query: MembersDocument, variables: {} });
  return (
    <div className="panel">
      <Reading answer={answer} rows={4}>
        {({ members }) =>
          members.length === 0 ? (
            <EmptyState title="Nobody is a member of this tenant">
              Platform admins can enter it all the same, and API tokens work in it.
            </EmptyState>
          ) : (
            <DataTable
              label="Members"
              isMain
              columns={columns}
              rows={members}
              keyOf={(member) => member.id}
              minWidth="56rem"
            />
          )
        }
      </Reading>
    </div>
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
