import { CalendarClock } from 'lucide-react';
import type { Noun } from '#components/kit/noun/noun.ts';
import { screens } from '#components/kit/words/paths.ts';

/** What starts a task or a workflow at times that were chosen. */
export const schedule: Noun = {
  name: 'schedule',
  one: 'schedule',
  many: 'schedules',
  title: 'Schedules',
  Icon: CalendarClock,
  path: screens.schedules,
  letter: 's',
  group: 'define',
  idType: 'schedule',
};
