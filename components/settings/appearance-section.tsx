'use client';

import { useTheme } from 'next-themes';
import type { ReactNode } from 'react';
import { usePreference } from '#components/kit/kept/preferences.ts';
import { Panel } from '#components/kit/page/page.tsx';
import { useIsBrowser } from '#components/kit/page/use-is-browser.ts';
import type { SettingsSection } from '#components/kit/settings/settings-screen.ts';
import { themes } from '#components/shell/theme-words.ts';
import { useChangeZone, useZone } from '#components/time/zone-context.tsx';
import { Segmented } from '#components/ui/form/segmented.tsx';
import { Switch } from '#components/ui/form/switch.tsx';
import { KeyHint } from '#components/ui/key-hint.tsx';

/** What each reader chooses for this browser; nobody else sees it. */
export const appearanceSection = {
  name: 'appearance',
  title: 'Appearance and keyboard',
  Panels: Preferences,
} satisfies SettingsSection;

function Preferences() {
  return (
    <div className="grid max-w-6xl grid-cols-1 items-start gap-3 lg:grid-cols-2">
      <Panel title="Appearance">
        <div>
          <ThemeChoice />
          <DensityChoice />
          <NavigationChoice />
        </div>
      </Panel>
      <Panel title="Time">
        <div>
          <ZoneChoice />
          <TimeStyleChoice />
        </div>
      </Panel>
      <Panel title="Keyboard">
        <SingleKeysSwitch />
      </Panel>
    </div>
  );
}

function Line({ word, hint, children }: { word: string; hint?: ReactNode; children: ReactNode }) {
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2 border-line px-3 py-2.5 not-first:border-t">
      <div className="min-w-40 flex-1">
        <p className="font-medium">{word}</p>
        {hint !== undefined && <p className="text-small text-quiet">{hint}</p>}
      </div>
      {children}
    </div>
  );
}

function ThemeChoice() {
  const { theme, setTheme } = useTheme();
  // The server does not know the reader's choice.
  const isBrowser = useIsBrowser();
  return (
    <Line word="Theme">
      <Segmented
        label="Theme"
        value={isBrowser ? theme : undefined}
        options={themes.map(({ name, word, Icon }) => ({ value: name, word, Icon }))}
        onChange={setTheme}
      />
    </Line>
  );
}

function DensityChoice() {
  const [density, setDensity] = usePreference('density');
  return (
    <Line word="Rows" hint="How much room each row of a table takes.">
      <Segmented
        label="Rows"
        value={density}
        options={[
          { value: 'comfortable', word: 'Comfortable' },
          { value: 'compact', word: 'Compact' },
        ]}
        onChange={setDensity}
      />
    </Line>
  );
}

function NavigationChoice() {
  const [navigation, setNavigation] = usePreference('navigation');
  return (
    <Line word="Navigation" hint="With words, or signs only.">
      <Segmented
        label="Navigation"
        value={navigation}
        options={[
          { value: 'wide', word: 'Wide' },
          { value: 'narrow', word: 'Narrow' },
        ]}
        onChange={setNavigation}
      />
    </Line>
  );
}

function ZoneChoice() {
  const { kind, zones } = useZone();
  const change = useChangeZone();
  return (
    <Line word="Clock" hint={`Yours is ${zones.viewer}, the tenant's ${zones.tenant}.`}>
      <Segmented
        label="Clock"
        value={kind}
        options={[
          { value: 'viewer', word: 'Mine' },
          { value: 'tenant', word: 'Tenant' },
          { value: 'utc', word: 'UTC' },
        ]}
        onChange={change}
      />
    </Line>
  );
}

function TimeStyleChoice() {
  const [style, setStyle] = usePreference('timeStyle');
  return (
    <Line word="Instants" hint="The other form is always in the title.">
      <Segmented
        label="Instants"
        value={style}
        options={[
          { value: 'relative', word: '3 min ago' },
          { value: 'absolute', word: '14:05:09' },
        ]}
        onChange={setStyle}
      />
    </Line>
  );
}

function SingleKeysSwitch() {
  const [singleKeys, setSingleKeys] = usePreference('singleKeys');
  return (
    <div className="px-3 py-2.5">
      <Switch
        label="Single-key shortcuts"
        checked={singleKeys === 'on'}
        onChange={(isOn) => setSingleKeys(isOn ? 'on' : 'off')}
        hint={
          <>
            Letters act by themselves: <KeyHint keys="j" /> and <KeyHint keys="k" /> walk through rows,{' '}
            <KeyHint keys="g s" /> goes to Schedules, <KeyHint keys="?" /> lists them all. Switch them off if you speak
            to your computer. Shortcuts with Ctrl or ⌘ stay.
          </>
        }
      />
    </div>
  );
}
