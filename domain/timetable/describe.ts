/** What a timetable says, as an English sentence. */
import { toString as sentenceOf } from 'cronstrue';
import type { Timetable } from './cron.ts';

/** For example `At 07:00, Monday through Friday (Europe/Berlin)`. */
export function describeTimetable(timetable: Timetable): string {
  const sentences = timetable.written.map((each) => sentenceOf(each, { use24HourTimeFormat: true }));
  return `${sentences.join('; also ')} (${timetable.timeZone})`;
}
