'use client';

import { useUrl } from '#components/address/use-url.ts';
import { Page } from '#components/kit/page/page.tsx';
import { useViewer } from '#components/kit/viewer/use-viewer.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { Tabs } from '#components/ui/tabs.tsx';
import { openSettings, type SectionNeed, type SettingsScreen, type SettingsSection } from './settings-screen.ts';

/** Draws a screen of settings: its tabs, and the panels of the one that the address names. */
export function SettingsPage({ screen }: { screen: SettingsScreen }) {
  const { search } = useUrl();
  const { viewer } = useViewer();
  const { shown, open, missing } = openSettings(screen, {
    asked: search.get('tab'),
    may: (permission) => viewer?.permissions.includes(permission) ?? false,
  });
  return (
    <Page title={screen.title}>
      <Tabs
        label={screen.title}
        tabs={shown.map(({ name, title }) => ({ value: name, word: title }))}
        value={open.name}
      />
      <Opened section={open} missing={missing} />
    </Page>
  );
}

function Opened({ section: { Panels }, missing }: { section: SettingsSection; missing: SectionNeed | undefined }) {
  const { viewer, fault } = useViewer();
  if (missing === undefined) return <Panels />;
  // Nobody is told what they may not do before it is known who they are; why it is not known stands above the screen.
  if (viewer === undefined) return fault === undefined && <Skeleton rows={6} />;
  const { title, hint, Icon } = missing;
  return (
    <div className="panel">
      <EmptyState title={title} {...(Icon !== undefined && { Icon })}>
        {hint}
      </EmptyState>
    </div>
  );
}
