import { CalendarClock } from 'lucide-react';
import { ask } from '#components/api/ask.ts';
import type { Noun } from '#components/kit/noun/noun.ts';
import { schedulePath, screens } from '#components/kit/words/paths.ts';

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
  names: async () => {
    const { ScheduleNamesDocument } = await import('#components/generated/schedules.ts');
    return {
      ask: (first) => ask(ScheduleNamesDocument, { first }, ({ schedules }) => schedules),
      pathOf: ({ id }) => schedulePath(id),
    };
  },
};
