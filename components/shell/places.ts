/** Every screen of the console, in the order of the navigation. */

import {
  Bell,
  Braces,
  CalendarClock,
  Cpu,
  Gauge,
  Layers,
  ListTodo,
  type LucideIcon,
  Play,
  Settings,
  Workflow,
} from 'lucide-react';
import { screens } from '#components/kit/words/paths.ts';

export type Place = {
  path: string;
  word: string;
  /** The letter after G that leads there. */
  letter: string;
  Icon: LucideIcon;
  group: 'watch' | 'define' | 'operate' | 'manage';
};

export const places: readonly Place[] = [
  { path: screens.overview, word: 'Overview', letter: 'o', Icon: Gauge, group: 'watch' },
  { path: screens.jobs, word: 'Jobs', letter: 'j', Icon: ListTodo, group: 'watch' },
  { path: screens.runs, word: 'Runs', letter: 'r', Icon: Play, group: 'watch' },
  { path: screens.alerts, word: 'Alerts', letter: 'a', Icon: Bell, group: 'watch' },
  { path: screens.workflows, word: 'Workflows', letter: 'w', Icon: Workflow, group: 'define' },
  { path: screens.schedules, word: 'Schedules', letter: 's', Icon: CalendarClock, group: 'define' },
  { path: screens.queues, word: 'Queues', letter: 'q', Icon: Layers, group: 'operate' },
  { path: screens.workers, word: 'Workers', letter: 'k', Icon: Cpu, group: 'operate' },
  { path: screens.api, word: 'API', letter: 'e', Icon: Braces, group: 'manage' },
  { path: screens.settings, word: 'Settings', letter: ',', Icon: Settings, group: 'manage' },
];

/** True on the screen itself and on everything below it. */
export function isAt(place: string, path: string): boolean {
  return place === screens.overview ? path === place : path === place || path.startsWith(`${place}/`);
}
