/** What an alert is called, how heavy it is, where it leads, and how an event moves it. */

import { jobsLink } from '#components/kit/words/list-links.ts';
import { jobPath, lockPath, runPath, schedulePath, screens, workflowPath } from '#components/kit/words/paths.ts';
import { shortId } from '#components/kit/words/short-id.ts';
import type { LiveEvent } from '#components/live/live-event.ts';
import { alertLooks, type Look } from '#components/state/state-look.ts';
import { type AlertState, alertStates } from '#domain/machines.ts';
import type { Severity } from '#domain/sla/alert-kinds.ts';

export type AlertSubject = {
  job: { id: string } | null;
  run: { id: string; workflow: { name: string } } | null;
  schedule: { id: string; name: string } | null;
  task?: { id: string; name: string } | null;
  queue?: { id: string; name: string } | null;
  workflow?: { id: string; name: string } | null;
  gate?: { id: string; key: string } | null;
  kind?: string;
};

export type MovingAlert = {
  id: string;
  state: AlertState;
  resolvedAt: string | null;
  acknowledgedAt?: string | null;
};

const severityLooks: Record<Severity, Look> = {
  CRITICAL: { word: 'Critical', family: 'failed', glyph: 'flame' },
  WARNING: { word: 'Warning', family: 'warning', glyph: 'mark' },
  INFO: { word: 'Note', family: 'waiting', glyph: 'circle' },
};

const acknowledged: Look = { word: 'Seen to', family: 'human', glyph: 'hand' };

/** The look of an alert: one that somebody has acknowledged still stands, and is nobody else's to see to. */
export function alertLook({ state, acknowledgedAt }: Pick<MovingAlert, 'state' | 'acknowledgedAt'>): Look {
  return state === 'OPEN' && acknowledgedAt ? acknowledged : alertLooks[state];
}

/** The look of a severity; one that is not known here keeps its own name. */
export function severityLook(severity: string): Look {
  const known: Record<string, Look | undefined> = severityLooks;
  return known[severity] ?? { word: severity, family: 'warning', glyph: 'mark' };
}

/** Where an alert leads: to all that it is about where a rule counts it, else to its job, run or schedule, or to the quotas; undefined when all are gone. */
export function subjectLink(alert: AlertSubject): { href: string; words: string } | undefined {
  const { job, run, schedule, task, queue, workflow, gate, kind = '' } = alert;
  if (kind.startsWith('QUOTA_')) return { href: screens.tenant, words: 'quotas of the tenant' };
  if (gate) return { href: lockPath(gate.id), words: `lock ${gate.key}` };
  if (task) return { href: jobsLink({ task: task.name, states: statesOf(kind) }), words: `task ${task.name}` };
  if (workflow) return { href: workflowPath(workflow), words: workflow.name };
  if (queue) return { href: screens.queues, words: `queue ${queue.name}` };
  if (job !== null) return { href: jobPath(job.id), words: `job ${shortId(job.id)}` };
  if (run !== null) return { href: runPath(run.id), words: `run ${shortId(run.id)}` };
  if (schedule !== null) return { href: schedulePath(schedule.id), words: schedule.name };
  return undefined;
}

function statesOf(kind: string): string[] {
  if (kind === 'JOB_DEAD') return ['DEAD'];
  return kind === 'JOB_FAILED' ? ['FAILED'] : [];
}

/** The alert after an event; the same object when the event does not move it. */
export function applyToAlert<Alert extends MovingAlert>(alert: Alert, event: LiveEvent): Alert {
  if (event.entityId === alert.id && event.type === 'alert.acknowledged')
    return alert.acknowledgedAt ? alert : { ...alert, acknowledgedAt: event.at };
  const to = alertStates.find((state) => state === event.to);
  if (event.entityId !== alert.id || to === undefined || event.from !== alert.state) return alert;
  return { ...alert, state: to, resolvedAt: to === 'RESOLVED' ? event.at : null };
}
