/** What an alert can be about, and how heavy it is. */
import type { BreachKind } from './sla.ts';

/** The kind of alerts about work that the engine could not do, and the reason code of the jobs and runs that end so. */
export const engineFault = 'ENGINE_FAULT';

/** A limit of a service level that broke, or what only a person can close. */
export type AlertKind = `SLA_${BreachKind}` | typeof engineFault;

export type Severity = 'CRITICAL' | 'WARNING' | 'INFO';

// Late to start may still end in time; late to end is late for whoever waits for it.
export const alertSeverities: Record<AlertKind, Severity> = {
  SLA_START_BY: 'WARNING',
  SLA_MAX_DURATION: 'CRITICAL',
  ENGINE_FAULT: 'CRITICAL',
};

/** The kind of the alert about a limit that broke. */
export function kindOfBreach(kind: BreachKind): AlertKind {
  return `SLA_${kind}`;
}
