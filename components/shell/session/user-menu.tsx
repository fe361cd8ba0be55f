'use client';

import { ChevronDown, Keyboard, LogOut, Settings, UserRound } from 'lucide-react';
import { useTheme } from 'next-themes';
import { useViewer } from '#components/kit/viewer/use-viewer.tsx';
import { screens } from '#components/kit/words/paths.ts';
import { themes } from '#components/shell/theme-words.ts';
import { Menu } from '#components/ui/overlay/menu.tsx';
import { useSignOut } from './use-sign-out.ts';

/** Who is signed in, and what is theirs to choose. */
export function UserMenu({ onShowKeys }: { onShowKeys: () => void }) {
  const { viewer } = useViewer();
  const { theme, setTheme } = useTheme();
  const signOut = useSignOut();
  const role = viewer?.role.toLowerCase().replaceAll('_', ' ');
  return (
    <Menu
      trigger={
        <button
          type="button"
          className="button button-small button-quiet w-36 justify-end max-md:w-24 max-sm:w-10"
          aria-label={`Account: ${viewer?.name ?? ''}`}
        >
          <span className="truncate max-sm:sr-only">{viewer?.name ?? 'Account'}</span>
          <UserRound aria-hidden size={15} className="shrink-0 sm:hidden" />
          <ChevronDown aria-hidden size={13} className="shrink-0 text-quiet" />
        </button>
      }
      entries={[
        { kind: 'title', word: viewer === undefined ? 'Account' : `${viewer.name}, ${role}` },
        { kind: 'line' },
        { kind: 'title', word: 'Theme' },
        ...themes.map(({ name, word, Icon }) => ({
          kind: 'act' as const,
          word,
          Icon,
          isChosen: theme === name,
          act: () => setTheme(name),
        })),
        { kind: 'line' },
        { kind: 'act', word: 'Keyboard shortcuts', Icon: Keyboard, keys: '?', act: onShowKeys },
        { kind: 'link', word: 'Your account', Icon: UserRound, href: screens.account },
        { kind: 'link', word: 'Settings', Icon: Settings, href: screens.settings },
        { kind: 'line' },
        { kind: 'act', word: 'Sign out', Icon: LogOut, act: signOut },
      ]}
    />
  );
}
