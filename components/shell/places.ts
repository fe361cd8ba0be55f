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

export type Place = {
  path: string;
  word: string;
  /** The letter after G that leads there. */
  letter: string;
  Icon: LucideIcon;
  group: 'watch' | 'define' | 'operate' | 'manage';
};

export const places: readonly Place[] = [
  { path: '/', word: 'Overview', letter: 'o', Icon: Gauge, group: 'watch' },
  { path: '/jobs', word: 'Jobs', letter: 'j', Icon: ListTodo, group: 'watch' },
  { path: '/runs', word: 'Runs', letter: 'r', Icon: Play, group: 'watch' },
  { path: '/alerts', word: 'Alerts', letter: 'a', Icon: Bell, group: 'watch' },
  { path: '/workflows', word: 'Workflows', letter: 'w', Icon: Workflow, group: 'define' },
  { path: '/schedules', word: 'Schedules', letter: 's', Icon: CalendarClock, group: 'define' },
  { path: '/queues', word: 'Queues', letter: 'q', Icon: Layers, group: 'operate' },
  { path: '/workers', word: 'Workers', letter: 'k', Icon: Cpu, group: 'operate' },
  { path: '/api-explorer', word: 'API', letter: 'e', Icon: Braces, group: 'manage' },
  { path: '/settings', word: 'Settings', letter: ',', Icon: Settings, group: 'manage' },
];

/** True on the screen itself and on everything below it. */
export function isAt(place: string, pathname: string): boolean {
  return place === '/' ? pathname === '/' : pathname === place || pathname.startsWith(`${place}/`);
}
