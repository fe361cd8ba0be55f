import { Bell } from 'lucide-react';
import { lazy } from 'react';
import type { Noun } from '#components/kit/noun/noun.ts';
import { screens } from '#components/kit/words/paths.ts';

/** Something that a person should see: a service level that was breached, work that the engine cannot carry out. */
export const alert: Noun = {
  name: 'alert',
  one: 'alert',
  many: 'alerts',
  title: 'Alerts',
  Icon: Bell,
  path: screens.alerts,
  letter: 'a',
  group: 'watch',
  idType: 'alert',
  Badge: lazy(async () => ({ default: (await import('./open-alerts.tsx')).OpenAlerts })),
};
