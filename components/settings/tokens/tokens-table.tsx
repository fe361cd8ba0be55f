'use client';

import type { TokenRowFragment } from '#components/generated/settings.ts';
import { sayActor } from '#components/kit/words/say-actor.ts';
import { roleWords } from '#components/settings/say-role.ts';
import { StateMark } from '#components/state/state-mark.tsx';
import { Moment } from '#components/time/moment.tsx';
import { Button } from '#components/ui/form/button.tsx';
import { DataTable } from '#components/ui/table/data-table.tsx';
import type { Column } from '#components/ui/table/table-column.ts';
import { pageBounds } from '#domain/bounds/page.ts';
import { tokenLook } from './token-form.ts';

type Token = TokenRowFragment;

type TokensTableProps = {
  /** What the table is called; the main one of the page unless it has another name. */
  label?: string;
  tokens: readonly Token[];
  totalCount: number;
  nowMs: number;
  onRevoke: (token: Token) => void;
};

/** API tokens as rows. The secret of none of them is known to anybody but its owner. */
export function TokensTable({ label, tokens, totalCount, nowMs, onRevoke }: TokensTableProps) {
  const columns: readonly Column<Token>[] = [
    { key: 'name', title: 'Token', cell: (token) => <span className="font-medium">{token.name}</span>, hint: nameOf },
    { key: 'state', title: 'State', width: '7.5rem', cell: (token) => <StateMark look={tokenLook(token, nowMs)} /> },
    { key: 'role', title: 'Role', width: '14rem', cell: (token) => <RoleCell token={token} />, hint: scopesOf },
    { key: 'made', title: 'Made', width: '8rem', cell: (token) => <Moment at={token.createdAt} /> },
    {
      key: 'by',
      title: 'By',
      width: '9rem',
      cell: (token) => sayActor(token.creator),
      hint: (token) => token.creator.id,
    },
    { key: 'used', title: 'Last used', width: '8rem', cell: (token) => <Moment at={token.lastUsedAt} empty="never" /> },
    { key: 'end', title: 'Ends', width: '8rem', cell: (token) => <Moment at={token.expiresAt} empty="never" /> },
    { key: 'revoke', title: <span className="sr-only">Revoke</span>, width: '7rem', cell: (token) => revoke(token) },
  ];
  const revoke = (token: Token) =>
    token.revokedAt === null && (
      <Button isSmall onClick={() => onRevoke(token)}>
        Revoke<span className="sr-only"> {token.name}</span>
      </Button>
    );
  return (
    <DataTable
      label={label ?? 'API tokens'}
      isMain={label === undefined}
      columns={columns}
      rows={tokens}
      totalCount={totalCount}
      keyOf={(token) => token.id}
      minWidth="66rem"
      foot={
        totalCount > tokens.length &&
        tokens.length >= pageBounds.pageSizeMax && (
          <p className="px-3 py-2 text-quiet">The newest {tokens.length} are shown.</p>
        )
      }
    />
  );
}

function RoleCell({ token }: { token: Token }) {
  return (
    <>
      {roleWords[token.role].word}
      {token.scopes.length > 0 && (
        <span className="text-quiet">
          , {token.scopes.length} {token.scopes.length === 1 ? 'permission' : 'permissions'}
        </span>
      )}
    </>
  );
}

function nameOf(token: Token): string {
  return token.name;
}

function scopesOf(token: Token): string | undefined {
  return token.scopes.length === 0 ? undefined : token.scopes.join(', ');
}
