/** What an alert can be about, and how heavy it is. */
import type { BreachKind } from './sla.ts';

/** The kind of alerts about work that the engine could not do, and the reason code of the jobs and runs that end so. */
export const engineFault = 'ENGINE_FAULT';

/** The kind of alerts about a mutex or a pool at which most of the jobs that come have to wait. */
export const lockContention = 'LOCK_CONTENTION';

/** What nobody looks for until a rule asks to be told of it: one alert for each rule and what it is about. */
export const ruleAlertKinds = [
  'JOB_DEAD',
  'JOB_FAILED',
  'RUN_FAILED',
  'SCHEDULE_MISSED',
  'SCHEDULE_FAILING',
  'QUEUE_OLD',
  'NO_WORKER',
] as const;
export type RuleAlertKind = (typeof ruleAlertKinds)[number];

/** What is raised about a quota of the tenant: much of it is used, or all. */
export const quotaAlertKinds = ['QUOTA_WARNED', 'QUOTA_EXHAUSTED'] as const;
export type QuotaAlertKind = (typeof quotaAlertKinds)[number];

/** A limit of a service level that broke, what a rule asks for, or what only a person can close. */
export type AlertKind =
  | `SLA_${BreachKind}`
  | RuleAlertKind
  | QuotaAlertKind
  | typeof lockContention
  | typeof engineFault;

export const severities = ['CRITICAL', 'WARNING', 'INFO'] as const;
export type Severity = (typeof severities)[number];

// Late to start may still end in time; late to end is late for whoever waits for it. What stands still for good is
// heavier than what moves slowly.
export const alertSeverities: Record<AlertKind, Severity> = {
  SLA_START_BY: 'WARNING',
  SLA_MAX_DURATION: 'CRITICAL',
  JOB_DEAD: 'CRITICAL',
  JOB_FAILED: 'WARNING',
  RUN_FAILED: 'CRITICAL',
  SCHEDULE_MISSED: 'WARNING',
  SCHEDULE_FAILING: 'CRITICAL',
  QUEUE_OLD: 'WARNING',
  NO_WORKER: 'CRITICAL',
  LOCK_CONTENTION: 'WARNING',
  QUOTA_WARNED: 'WARNING',
  QUOTA_EXHAUSTED: 'CRITICAL',
  ENGINE_FAULT: 'CRITICAL',
};

/** The kind of the alert about a limit that broke. */
export function kindOfBreach(kind: BreachKind): AlertKind {
  return `SLA_${kind}`;
}
