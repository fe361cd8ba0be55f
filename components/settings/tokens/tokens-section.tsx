'use client';

import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import { useUrlChoice } from '#components/address/use-url.ts';
import { useReading } from '#components/api/use-reading.ts';
import { ApiTokensDocument, type TokenRowFragment } from '#components/generated/settings.ts';
import { Reading } from '#components/kit/page/reading.tsx';
import type { SettingsSection } from '#components/kit/settings/settings-screen.ts';
import { useMay } from '#components/kit/viewer/use-viewer.tsx';
import type { Topic } from '#components/live/live-event.ts';
import { useRefreshOnEvents } from '#components/live/refresh/use-refresh-on-events.ts';
import { useNow } from '#components/time/clock.ts';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Button } from '#components/ui/form/button.tsx';
import { Segmented } from '#components/ui/form/segmented.tsx';
import { pageBounds } from '#domain/bounds/page.ts';
import { NewTokenDialog } from './new-token-dialog.tsx';
import { PlatformTokens } from './platform-tokens.tsx';
import { RevokeTokenDialog } from './revoke-token-dialog.tsx';
import { tokenLook } from './token-form.ts';
import { TokensTable } from './tokens-table.tsx';

const choices = ['working', 'all'] as const;
const topic: Topic = { kind: 'events', filter: { types: ['token.created', 'token.revoked'] } };

/** The keys of integrators: which there are, who used them when, and the way to make and to end one. */
export const tokensSection = {
  name: 'tokens',
  title: 'API tokens',
  needs: {
    permission: 'token.manage',
    title: 'Your role does not manage API tokens',
    hint: 'Ask an admin of the tenant for one.',
    Icon: KeyRound,
  },
  Panels: Tokens,
} satisfies SettingsSection;

function Tokens() {
  const [choice, choose] = useUrlChoice('tokens', choices);
  const [isMaking, setIsMaking] = useState(false);
  const [revoking, setRevoking] = useState<TokenRowFragment>();
  const answer = useReading({
    query: ApiTokensDocument,
    variables: { first: pageBounds.pageSizeMax },
  });
  useRefreshOnEvents({ topic, after: answer.data?.apiTokens.eventCursor, read: answer.reload });
  const nowMs = useNow();
  const mayPlatform = useMay('platform.manage');
  const make = (
    <Button kind="primary" Icon={KeyRound} onClick={() => setIsMaking(true)}>
      New token
    </Button>
  );
  return (
    <>
      <div className="flex flex-wrap items-center gap-3">
        <Segmented
          label="Which tokens"
          value={choice}
          options={[
            { value: 'working', word: 'Working' },
            { value: 'all', word: 'All' },
          ]}
          onChange={choose}
        />
        <span className="ml-auto">{make}</span>
      </div>
      <div className="panel">
        <Reading answer={answer} rows={4}>
          {({ apiTokens: { nodes, totalCount } }) => {
            const tokens = nodes.filter((token) => choice === 'all' || tokenLook(token, nowMs).word === 'Works');
            return tokens.length === 0 ? (
              <EmptyState Icon={KeyRound} title={nodes.length === 0 ? 'No API token was made yet' : 'No token works'}>
                A token lets a program use the API in this tenant, with a role of its own and an end.
              </EmptyState>
            ) : (
              <>
                <TokensTable tokens={tokens} totalCount={totalCount} nowMs={nowMs} onRevoke={setRevoking} />
                {totalCount > nodes.length && (
                  <p className="border-t border-line p-3 text-quiet">
                    These are among the newest {nodes.length}; {totalCount - nodes.length} older tokens are listed by
                    the API.
                  </p>
                )}
              </>
            );
          }}
        </Reading>
      </div>
      {mayPlatform && <PlatformTokens nowMs={nowMs} />}
      {isMaking && <NewTokenDialog onClose={() => setIsMaking(false)} />}
      {revoking !== undefined && <RevokeTokenDialog token={revoking} onClose={() => setRevoking(undefined)} />}
    </>
  );
}
