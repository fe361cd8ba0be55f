/** What an alert is called. */
import type { AlertKind } from '#domain/sla/alert-kinds.ts';

/** What an alert is about. */
export const alertWords: Record<AlertKind, string> = {
  SLA_START_BY: 'Started too late',
  SLA_MAX_DURATION: 'Takes too long',
  JOB_DEAD: 'Jobs die',
  JOB_FAILED: 'Jobs fail',
  RUN_FAILED: 'Runs fail',
  SCHEDULE_MISSED: 'Instants missed',
  SCHEDULE_FAILING: 'Scheduled work fails',
  QUEUE_OLD: 'Jobs wait too long',
  NO_WORKER: 'No worker',
  LOCK_CONTENTION: 'Contended lock',
  QUOTA_WARNED: 'Quota nearly used up',
  QUOTA_EXHAUSTED: 'Quota used up',
  ENGINE_FAULT: 'Fault of the engine',
};

/** What an alert is about; a kind that is not known here keeps its own name, made ready to be read. */
export function sayAlertKind(kind: string): string {
  const known: Record<string, string | undefined> = alertWords;
  const words = kind.replaceAll('_', ' ').toLowerCase();
  return known[kind] ?? words.charAt(0).toUpperCase() + words.slice(1);
}
