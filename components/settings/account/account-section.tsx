'use client';

import type { SettingsSection } from '#components/kit/settings/settings-screen.ts';
import { PasswordPanel } from './password-panel.tsx';
import { SessionsPanel } from './sessions-panel.tsx';

/** What belongs to the reader alone: their password and where they are signed in. */
export const accountSection = { name: 'account', title: 'Your account', Panels: Account } satisfies SettingsSection;

function Account() {
  return (
    <div className="grid max-w-6xl grid-cols-1 items-start gap-3 xl:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]">
      <PasswordPanel />
      <SessionsPanel />
    </div>
  );
}
