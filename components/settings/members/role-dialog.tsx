'use client';

import { ChangeMemberRoleDocument, type MemberRowFragment } from '#components/generated/members.ts';
import { FormDialog } from '#components/kit/form/form-dialog.tsx';
import { useForm } from '#components/kit/form/use-form.ts';
import { useSend } from '#components/kit/form/use-send.ts';
import { useViewer } from '#components/kit/viewer/use-viewer.tsx';
import { roleWords } from '#components/settings/say-role.ts';
import { grantableRoles } from '#components/settings/tokens/token-form.ts';
import { Select } from '#components/ui/form/select.tsx';
import { useToast } from '#components/ui/overlay/toast.tsx';

const fields = { role: { label: 'Role', of: ['role'] } } as const;

/** Gives a member another role. */
export function RoleDialog({ member, onClose }: { member: MemberRowFragment; onClose: () => void }) {
  const { viewer } = useViewer();
  const say = useToast();
  const change = useSend(ChangeMemberRoleDocument, (data) => data.changeMemberRole);
  const form = useForm({
    initial: { role: member.role },
    fields,
    check: () => ({}),
    send: async ({ role }) => {
      const { refusals } = await change({ user: member.id, role });
      if (refusals.length > 0) return refusals;
      say({ words: `${member.name} is ${roleWords[role].word} now`, kind: 'done' });
      onClose();
      return [];
    },
  });
  return (
    <FormDialog
      form={form}
      title={`Role of ${member.name}`}
      description="It holds from the next request on; what is open on their screens follows within seconds."
      verb="Change the role"
      onClose={onClose}
    >
      <Select
        {...form.field('role')}
        label="Role"
        value={form.values.role}
        options={grantableRoles(viewer?.role ?? 'VIEWER').map((role) => ({ value: role, word: roleWords[role].word }))}
        hint={roleWords[form.values.role].sentence}
        onChange={(role) => form.change({ role })}
      />
    </FormDialog>
  );
}
