'use client';

import { SettingsPage as Drawn } from '#components/kit/settings/settings-page.tsx';
import { settingsScreen } from '#components/kit/settings/settings-screen.ts';
import { tokensSection } from '#components/settings/tokens/tokens-section.tsx';
import { accountSection } from './account/account-section.tsx';
import { appearanceSection } from './appearance-section.tsx';
import { membersSection } from './members/members-section.tsx';
import { notificationsSection } from './notifications/notifications-section.tsx';
import { tenantSection } from './tenant-section.tsx';

/** What belongs to the tenant, and what each reader chooses for themselves. */
const settings = settingsScreen({
  title: 'Settings',
  sections: [tenantSection, membersSection, notificationsSection, tokensSection, accountSection, appearanceSection],
});

/** The settings of the tenant in which the reader works. */
export function SettingsPage() {
  return <Drawn screen={settings} />;
}
