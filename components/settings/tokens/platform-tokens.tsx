'use client';

import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import { useReading } from '#components/api/use-reading.ts';
import { PlatformTokensDocument, type TokenRowFragment } from '#components/generated/settings.ts';
import { Reading } from '#components/kit/page/reading.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { pageBounds } from '#domain/bounds/page.ts';
import { RevokeTokenDialog } from './revoke-token-dialog.tsx';
import { TokensTable } from './tokens-table.tsx';

/** The keys that open every tenant, for those who look after the platform. No tenant's feed tells of them. */
export function PlatformTokens({ nowMs }: { nowMs: number }) {
  const [revoking, setRevoking] = useState<TokenRowFragment>();
  const answer = useReading({ query: PlatformTokensDocument, variables: { first: pageBounds.pageSizeMax } });
  const close = () => {
    setRevoking(undefined);
    answer.reload();
  };
  return (
    <section className="mt-6">
      <h2 className="mb-3 font-semibold">Tokens that span tenants</h2>
      <div className="panel">
        <Reading answer={answer} rows={2}>
          {({ platformTokens: { nodes, totalCount } }) =>
            nodes.length === 0 ? (
              <EmptyState Icon={KeyRound} title="No token spans tenants">
                TASKFLOW_ADMIN_TOKEN makes one, and so does the API.
              </EmptyState>
            ) : (
              <TokensTable
                label="Tokens that span tenants"
                tokens={nodes}
                totalCount={totalCount}
                nowMs={nowMs}
                onRevoke={setRevoking}
              />
            )
          }
        </Reading>
      </div>
      {revoking !== undefined && <RevokeTokenDialog token={revoking} onClose={close} />}
    </section>
  );
}
