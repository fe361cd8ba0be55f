/** Every screen of the console, in the order of the navigation. */
import { Braces, ChartGantt, Gauge, type LucideIcon, Settings } from 'lucide-react';
import type { ComponentType } from 'react';
import type { Noun, PlaceGroup } from '#components/kit/noun/noun.ts';
import { screens } from '#components/kit/words/paths.ts';

export type Place = {
  path: string;
  title: string;
  /** The letter after G that leads there. */
  letter: string;
  Icon: LucideIcon;
  group: PlaceGroup;
  Badge?: ComponentType;
};

const overview: Place = { path: screens.overview, title: 'Overview', letter: 'o', Icon: Gauge, group: 'watch' };
const timeline: Place = {
  path: screens.timeline,
  title: 'Timeline',
  letter: 'l',
  Icon: ChartGantt,
  group: 'watch',
};
const api: Place = { path: screens.api, title: 'API', letter: 'e', Icon: Braces, group: 'manage' };
const settings: Place = { path: screens.settings, title: 'Settings', letter: ',', Icon: Settings, group: 'manage' };

/** The lists of the nouns, and the screens that are about no single noun. */
export function placesOf(nouns: readonly Noun[]): Place[] {
  return [overview, timeline, ...nouns, api, settings];
}

/** True on the screen itself and on everything below it. */
export function isAt(place: string, path: string): boolean {
  return place === screens.overview ? path === place : path === place || path.startsWith(`${place}/`);
}
