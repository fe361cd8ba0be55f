'use client';

import { useTheme } from 'next-themes';
import { screenOf, tenantsAddress } from '#components/address/tenant-address.ts';
import { usePath } from '#components/address/tenant-context.tsx';
import { useReading } from '#components/api/use-reading.ts';
import { PaletteTenantsDocument } from '#components/generated/palette.ts';
import { useNouns } from '#components/kit/noun/nouns-context.tsx';
import { useOfferedActions } from '#components/kit/page/page-actions.ts';
import { useViewer } from '#components/kit/viewer/use-viewer.tsx';
import { placesOf } from '#components/shell/places.ts';
import { useSignOut } from '#components/shell/session/use-sign-out.ts';
import { themes } from '#components/shell/theme-words.ts';
import { pageBounds } from '#domain/bounds/page.ts';
import { type PaletteItem, restItem } from './palette-items.ts';
import { useNamedItems } from './use-named-items.ts';
import { useRecentPlaces } from './use-recent-places.ts';

const variables = { first: pageBounds.pageSizeMax };

/** Everything the palette can find: acts of this screen, what was seen lately, screens, names, acts of the console. */
export function usePaletteItems(onShowKeys: () => void): PaletteItem[] {
  const { setTheme } = useTheme();
  const { viewer } = useViewer();
  const signOut = useSignOut();
  const offered = useOfferedActions();
  const recent = useRecentPlaces();
  const nouns = useNouns();
  const named = useNamedItems(viewer?.tenant != null);
  const screen = screenOf(usePath());
  const { data } = useReading({ query: PaletteTenantsDocument, variables, pause: viewer?.tenant == null });
  return [
    ...offered.map(({ word, act }) => ({ key: `offer ${word}`, word, kind: 'Action', to: { act } })),
    ...recent.map(({ href, word, kind }) => ({
      key: `recent ${href}`,
      word,
      kind: `Recent ${kind.toLowerCase()}`,
      to: { href },
    })),
    ...placesOf(nouns).map(({ path, title, letter }) => ({
      key: path,
      word: title,
      kind: 'Screen',
      keys: `g ${letter}`,
      to: { href: path },
    })),
    ...named,
    ...themes.map(({ name, word }) => ({
      key: `theme ${name}`,
      word: `${word} theme`,
      kind: 'Console',
      to: { act: () => setTheme(name) },
    })),
    { key: 'keys', word: 'Keyboard shortcuts', kind: 'Console', keys: '?', to: { act: onShowKeys } },
    ...(data?.tenants.nodes ?? [])
      .filter(({ slug }) => slug !== viewer?.tenant?.slug)
      .map(({ slug, name }) => ({
        key: `tenant ${slug}`,
        word: `Enter tenant ${name}`,
        kind: 'Console',
        to: { href: screen, tenant: slug },
      })),
    ...(data === undefined
      ? []
      : restItem(data.tenants, { words: 'tenants', way: 'choose one', to: { act: chooseTenant } })),
    { key: 'sign out', word: 'Sign out', kind: 'Console', to: { act: signOut } },
  ];
}

function chooseTenant(): void {
  window.location.assign(tenantsAddress);
}
