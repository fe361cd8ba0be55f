'use client';

import { useUrlChoice } from '#components/address/use-url.ts';
import { Page } from '#components/kit/page/page.tsx';
import { useMay } from '#components/kit/viewer/use-viewer.tsx';
import { TokensTab } from '#components/settings/tokens/tokens-tab.tsx';
import { Tabs } from '#components/ui/tabs.tsx';
import { unreachable } from '#domain/unreachable.ts';
import { MembersTab } from './members-tab.tsx';
import { PreferencesTab } from './preferences-tab.tsx';
import { TenantTab } from './tenant-tab.tsx';

const tabs = ['tenant', 'members', 'tokens', 'appearance'] as const;
type Tab = (typeof tabs)[number];

const words: Record<Tab, string> = {
  tenant: 'Tenant',
  members: 'Members',
  tokens: 'API tokens',
  appearance: 'Appearance and keyboard',
};

/** What belongs to the tenant, and what each reader chooses for themselves. */
export function SettingsPage() {
  const [tab] = useUrlChoice('tab', tabs);
  const mayTokens = useMay('token.manage');
  const shown = tabs.filter((one) => one !== 'tokens' || mayTokens || tab === 'tokens');
  return (
    <Page title="Settings">
      <Tabs label="Settings" tabs={shown.map((value) => ({ value, word: words[value] }))} value={tab} />
      <Content tab={tab} mayTokens={mayTokens} />
    </Page>
  );
}

function Content({ tab, mayTokens }: { tab: Tab; mayTokens: boolean }) {
  switch (tab) {
    case 'tenant':
      return <TenantTab />;
    case 'members':
      return <MembersTab />;
    case 'tokens':
      return <TokensTab mayManage={mayTokens} />;
    case 'appearance':
      return <PreferencesTab />;
    default:
      return unreachable(tab);
  }
}
