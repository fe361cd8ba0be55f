/** Which rules ask for something that happened, and with what it is told of as one. */
import { kindRules, type NoticeKind } from './notice-kinds.ts';

/** What a rule asks for, as far as it says. */
export type Asking = {
  id: string;
  on: NoticeKind;
  queueId: string | null;
  taskId: string | null;
  workflowId: string | null;
  scheduleId: string | null;
  times: number | null;
  /** What happened before it was made, or said anew, is not told. */
  updatedAt: Date;
};

/** Something that happened, as far as rules ask. */
export type Happening = {
  kind: NoticeKind;
  at: Date;
  queueId: string | null;
  taskId: string | null;
  workflowId: string | null;
  scheduleId: string | null;
  /** The mutex, pool or cap. */
  gateId: string | null;
  /** The only rule that tells of it, where a rule watched for it. */
  ruleId: string | null;
  /** How often the work of its schedule has failed in a row by now. */
  failures: number;
};

export function asksFor(rule: Asking, happening: Happening): boolean {
  if (rule.on !== happening.kind || happening.at < rule.updatedAt) return false;
  if (happening.ruleId !== null && happening.ruleId !== rule.id) return false;
  if (rule.on === 'SCHEDULE_FAILING' && happening.failures < (rule.times ?? 1)) return false;
  const isWithin = (wanted: string | null, given: string | null) => wanted === null || wanted === given;
  return (
    isWithin(rule.queueId, happening.queueId) &&
    isWithin(rule.taskId, happening.taskId) &&
    isWithin(rule.workflowId, happening.workflowId) &&
    isWithin(rule.scheduleId, happening.scheduleId)
  );
}

/** What it is grouped by under a rule: the id of what the kind is about. */
export function groupKeyOf(happening: Omit<Happening, 'at' | 'ruleId' | 'failures'>): string {
  const { groups } = kindRules[happening.kind];
  const ids = {
    queue: happening.queueId,
    task: happening.taskId,
    workflow: happening.workflowId,
    schedule: happening.scheduleId,
    gate: happening.gateId,
    engine: null,
  };
  return ids[groups] ?? 'all';
}
