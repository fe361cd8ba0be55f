/** What a timetable says, as an English sentence. */
import { toString as sentenceOf } from 'cronstrue';
import type { Timetable } from './cron.ts';

/** For example `At 07:00, Monday through Friday (Europe/Berlin)`. */
export function describeTimetable(timetable: Timetable): string {
  const sentence = sentenceOf(timetable.written, { use24HourTimeFormat: true, throwExceptionOnParseError: false });
  return `${sentence} (${timetable.timeZone})`;
}
