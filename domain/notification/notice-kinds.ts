/** What a rule can be about: what happened, to what it can be narrowed, and what else it has to say. */
import {
  alertSeverities,
  engineFault,
  lockContention,
  quotaAlertKinds,
  type RuleAlertKind,
  ruleAlertKinds,
  type Severity,
} from '#domain/sla/alert-kinds.ts';

export const noticeKinds = [...ruleAlertKinds, 'SLA_BREACH', lockContention, ...quotaAlertKinds, engineFault] as const;
export type NoticeKind = (typeof noticeKinds)[number];

/** What a rule may be narrowed to. */
export const scopeNouns = ['queue', 'task', 'workflow', 'schedule'] as const;
export type ScopeNoun = (typeof scopeNouns)[number];

/** What a group of the same kind is about: one task, one workflow, one lock and so on; all faults of the engine together, and all quotas. */
export type GroupNoun = ScopeNoun | 'gate' | 'engine';

type KindRules = {
  scope: readonly ScopeNoun[];
  groups: GroupNoun;
  /** Whether the rule says how often in a row, or for how long. */
  asks?: 'times' | 'lasts';
  /** True when nothing says that it is over but time without another one. */
  endsByIdling: boolean;
};

export const kindRules: Readonly<Record<NoticeKind, KindRules>> = {
  JOB_DEAD: { scope: ['queue', 'task'], groups: 'task', endsByIdling: true },
  JOB_FAILED: { scope: ['queue', 'task'], groups: 'task', endsByIdling: true },
  RUN_FAILED: { scope: ['workflow'], groups: 'workflow', endsByIdling: true },
  SCHEDULE_MISSED: { scope: ['schedule'], groups: 'schedule', endsByIdling: true },
  SCHEDULE_FAILING: { scope: ['schedule'], groups: 'schedule', asks: 'times', endsByIdling: false },
  QUEUE_OLD: { scope: ['queue'], groups: 'queue', asks: 'lasts', endsByIdling: false },
  NO_WORKER: { scope: ['queue'], groups: 'queue', asks: 'lasts', endsByIdling: false },
  SLA_BREACH: { scope: ['queue', 'task'], groups: 'task', endsByIdling: false },
  LOCK_CONTENTION: { scope: [], groups: 'gate', endsByIdling: false },
  QUOTA_WARNED: { scope: [], groups: 'engine', endsByIdling: false },
  QUOTA_EXHAUSTED: { scope: [], groups: 'engine', endsByIdling: false },
  ENGINE_FAULT: { scope: [], groups: 'engine', endsByIdling: false },
};

/** How heavy a rule's messages are; those of a service level are as heavy as the limit that broke. */
export function severityOf(kind: NoticeKind, alertKind?: string): Severity {
  if (kind !== 'SLA_BREACH') return alertSeverities[kind];
  return alertKind === 'SLA_START_BY' ? alertSeverities.SLA_START_BY : alertSeverities.SLA_MAX_DURATION;
}

/** True for what the rule itself raises an alert about; the others speak of alerts that stand anyway. */
export function isRaisedByRule(kind: NoticeKind): kind is RuleAlertKind {
  return ruleAlertKinds.some((one) => one === kind);
}

/** The kind of rules that speak of an alert. */
export function noticeKindOf(alertKind: string): NoticeKind | undefined {
  if (alertKind.startsWith('SLA_')) return 'SLA_BREACH';
  return noticeKinds.find((kind) => kind === alertKind);
}

const failureKinds: readonly string[] = ['JOB_DEAD', 'JOB_FAILED', 'RUN_FAILED'] satisfies NoticeKind[];

/** True for what happens when work of a task or workflow fails: what is about it has failures to look at. */
export function tellsOfFailures(kind: string): boolean {
  return failureKinds.includes(kind);
}
