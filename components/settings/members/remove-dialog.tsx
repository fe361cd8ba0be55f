'use client';

import { useState } from 'react';
import { useCommand } from '#components/api/use-command.ts';
import { useReading } from '#components/api/use-reading.ts';
import { type MemberRowFragment, RemoveMemberDocument, TokensOfMemberDocument } from '#components/generated/members.ts';
import { Checkbox } from '#components/ui/form/checkbox.tsx';
import { ConfirmDialog } from '#components/ui/overlay/confirm-dialog.tsx';
import { useToast } from '#components/ui/overlay/toast.tsx';
import { pageBounds } from '#domain/bounds/page.ts';
import { sayCount } from '#domain/value/say-count.ts';

/** Asks before somebody is taken out of the tenant, and what becomes of the tokens that they made. */
export function RemoveDialog({ member, onClose }: { member: MemberRowFragment; onClose: () => void }) {
  const say = useToast();
  const [revokesTokens, setRevokesTokens] = useState(true);
  const remove = useCommand(RemoveMemberDocument, (data) => data.removeMember);
  const answer = useReading({
    query: TokensOfMemberDocument,
    variables: { user: member.id, first: pageBounds.pageSizeMax },
  });
  const tokens = answer.data?.apiTokens.nodes.filter(({ revokedAt }) => revokedAt === null) ?? [];
  const isWhole = (answer.data?.apiTokens.totalCount ?? 0) <= pageBounds.pageSizeMax;
  const confirm = async () => {
    const revokeTokens = revokesTokens && tokens.length > 0;
    if ((await remove.run({ user: member.id, revokeTokens })) === undefined) return;
    say({ words: `${member.name} was removed`, kind: 'done' });
    onClose();
  };
  return (
    <ConfirmDialog
      title={`Remove ${member.name}?`}
      verb="Remove from the tenant"
      isDanger
      isBusy={remove.isBusy}
      refusal={remove.refusal}
      onConfirm={() => void confirm()}
      onClose={onClose}
    >
      <p>
        Within seconds {member.name} sees nothing of this tenant any more. The account stays, and so does the name
        beside what was done. To come back they need an invitation.
      </p>
      {tokens.length > 0 && (
        <>
          <ul aria-label="Tokens made by them" className="list-disc pl-5">
            {tokens.slice(0, tokensShownMax).map(({ id, name }) => (
              <li key={id} className="break-words">
                {name}
              </li>
            ))}
            {tokens.length > tokensShownMax && <li>{tokens.length - tokensShownMax} more</li>}
            {!isWhole && <li>older ones, which the API lists</li>}
          </ul>
          <Checkbox
            label={sayTokens(tokens.length, isWhole)}
            hint="They open nothing while their maker is no member. Revoked, they stay shut for good."
            checked={revokesTokens}
            onChange={setRevokesTokens}
          />
        </>
      )}
    </ConfirmDialog>
  );
}

function sayTokens(count: number, isWhole: boolean): string {
  if (!isWhole) return 'Revoke all of these tokens too';
  return count === 1 ? 'Revoke this token too' : `Revoke these ${sayCount(count, 'token')} too`;
}

// A dialog is no list; the settings have one.
const tokensShownMax = 8;
