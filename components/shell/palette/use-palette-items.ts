'use client';

import { useTheme } from 'next-themes';
import { screenOf, tenantsAddress } from '#components/address/tenant-address.ts';
import { usePath } from '#components/address/tenant-context.tsx';
import { useReading } from '#components/api/use-reading.ts';
import { PaletteNamesDocument, type PaletteNamesQuery } from '#components/generated/documents.ts';
import { useOfferedActions } from '#components/kit/page/page-actions.ts';
import { useViewer } from '#components/kit/viewer/use-viewer.tsx';
import { jobsLink } from '#components/kit/words/list-links.ts';
import { schedulePath, screens, workflowPath } from '#components/kit/words/paths.ts';
import { places } from '#components/shell/places.ts';
import { useSignOut } from '#components/shell/session/use-sign-out.ts';
import { themes } from '#components/shell/theme-words.ts';
import { bounds } from '#domain/bounds.ts';
import { type PaletteItem, restItem } from './palette-items.ts';
import { useRecentPlaces } from './use-recent-places.ts';

const variables = { first: bounds.pageSizeMax };

/** Everything the palette can find: acts of this screen, what was seen lately, screens, names, acts of the console. */
export function usePaletteItems(onShowKeys: () => void): PaletteItem[] {
  const { setTheme } = useTheme();
  const { viewer } = useViewer();
  const signOut = useSignOut();
  const offered = useOfferedActions();
  const recent = useRecentPlaces();
  const screen = screenOf(usePath());
  const { data } = useReading({ query: PaletteNamesDocument, variables, pause: viewer?.tenant == null });
  return [
    ...offered.map(({ word, act }) => ({ key: `offer ${word}`, word, kind: 'Action', to: { act } })),
    ...recent.map(({ href, word, kind }) => ({
      key: `recent ${href}`,
      word,
      kind: `Recent ${kind.toLowerCase()}`,
      to: { href },
    })),
    ...places.map(({ path, word, letter }) => ({
      key: path,
      word,
      kind: 'Screen',
      keys: `g ${letter}`,
      to: { href: path },
    })),
    ...(data === undefined ? [] : [...namesIn(data), ...restIn(data)]),
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

function namesIn({ workflows, schedules, queues, tasks }: PaletteNamesQuery): PaletteItem[] {
  return [
    ...workflows.nodes.map(({ id, name }) => item(id, name, 'Workflow', workflowPath({ id, name }))),
    ...schedules.nodes.map(({ id, name }) => item(id, name, 'Schedule', schedulePath(id))),
    ...queues.map(({ id, name }) => item(id, name, 'Queue', jobsLink({ queue: name }))),
    ...tasks.nodes.map(({ id, name }) => item(id, name, 'Task', jobsLink({ task: name }))),
  ];
}

function restIn({ workflows, schedules, tasks }: PaletteNamesQuery): PaletteItem[] {
  const way = 'search in their list';
  return [
    ...restItem(workflows, { words: 'workflows', way, to: { href: screens.workflows } }),
    ...restItem(schedules, { words: 'schedules', way, to: { href: screens.schedules } }),
    ...restItem(tasks, { words: 'tasks', way, to: { href: screens.jobs } }),
  ];
}

function item(key: string, word: string, kind: string, href: string): PaletteItem {
  return { key, word, kind, to: { href } };
}
