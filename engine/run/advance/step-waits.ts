/** The rows that a decision makes of steps without a job: waiting ones, skipped ones, and ones that could not begin to wait. */

import { valueBounds } from '#domain/bounds/value.ts';
import type { EventPayload, StepEventType } from '#domain/event-catalogue.ts';
import { valueSizeBytes } from '#domain/expression/values.ts';
import type { WaitState } from '#domain/machines.ts';
import { errorOf } from '#domain/run/run-reader.ts';
import { type Ask, readAsk } from '#domain/step/read-ask.ts';
import type { StepKind } from '#domain/step/step-kind.ts';
import { isJsonObject, type Json } from '#domain/value/json.ts';
import type { PlannedStep } from '#domain/workflow/plan.ts';
import { letGoOfOthers } from '#engine/run/rerun/kept-children.ts';
import type { Asking } from '#engine/store/connection/packets.ts';
import { newId } from '#engine/store/id.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { ofKind, plannedOf, type RunWork } from './run-work.ts';

/** A step without a job, about to be stored. */
export type NewWait = {
  tenantId: string;
  id: string;
  runId: string;
  step: number;
  stepKey: string;
  kind: Exclude<StepKind, 'TASK'>;
  state: Extract<WaitState, 'PENDING' | 'RUNNING' | 'SKIPPED' | 'FAILED'>;
  reasonCode: string | null;
  reason: string | null;
  ask: Json;
  signal: string | null;
  dueAt: Date | null;
  error: Json;
  openedAt: Date;
  /** Its list may keep runs of an earlier one. */
  isTakenUp: boolean;
};

/** Why a step cannot begin to wait with what was filled in; undefined when it can, and for a step with a task. */
export function refusedAsk({ kind }: PlannedStep, filledIn: Json): string | undefined {
  if (kind === 'TASK') return undefined;
  if (kind === 'WORKFLOW') return refusedParams(filledIn);
  const [fault] = readAsk(kind, filledIn).faults;
  return fault === undefined ? undefined : `${kind.toLowerCase()}: ${fault.message}`;
}

function refusedParams(filledIn: Json): string | undefined {
  const max = valueBounds.payloadSizeBytesMax;
  if (valueSizeBytes(filledIn, max) <= max) return undefined;
  return `the params of all items have more than ${max} bytes together`;
}

/** The rows of one decision. */
export function makeStepWaits(work: RunWork, now: Date): NewWait[] {
  const { failed, skipped, ready } = ofKind(work, (kind) => kind !== 'TASK');
  const base = (step: number) => {
    const { id: stepKey, kind } = plannedOf(work, step);
    if (kind === 'TASK') throw new Error('broken invariant: a step with a task gets a job');
    const none = {
      reasonCode: null,
      reason: null,
      ask: null,
      signal: null,
      dueAt: null,
      error: null,
      isTakenUp: false,
    };
    return {
      tenantId: work.run.tenantId,
      id: newId(),
      runId: work.run.id,
      step,
      stepKey,
      kind,
      openedAt: now,
      ...none,
    };
  };
  return [
    ...failed.map(({ step, ...fault }): NewWait => {
      const { code: reasonCode, message: reason } = fault;
      return { ...base(step), state: 'FAILED', reasonCode, reason, error: errorOf(fault) };
    }),
    ...skipped.map(({ step, reason: { code, message } }): NewWait => {
      return { ...base(step), state: 'SKIPPED', reasonCode: code, reason: message };
    }),
    ...ready.map(({ step, params }): NewWait => {
      const row = base(step);
      if (row.kind === 'WORKFLOW') {
        const planned = plannedOf(work, step);
        const isTakenUp = work.run.keptItems > 0 && planned.each !== null;
        return { ...row, ...beginRuns(planned, params, now), isTakenUp };
      }
      const { ask } = readAsk(row.kind, params);
      const signal = ask.kind === 'WAIT' ? ask.signal : null;
      return { ...row, state: 'PENDING', ask: withForm(work, step, params), signal, dueAt: dueOf(ask, now) };
    }),
  ];
}

// The worker starts its runs: whoever ends the step before it has no part in what that takes.
function beginRuns({ step, each }: PlannedStep, params: Json, now: Date): Pick<NewWait, 'state' | 'ask' | 'dueAt'> {
  const { workflow = '', timeoutMs } = step;
  const ask: Json = each === null ? { workflow, params } : { workflow, items: params };
  return { state: 'RUNNING', ask, dueAt: timeoutMs === undefined ? null : new Date(now.getTime() + timeoutMs) };
}

function withForm(work: RunWork, step: number, filledIn: Json): Json {
  const form = plannedOf(work, step).step.approval?.form;
  return form === undefined || !isJsonObject(filledIn) ? filledIn : { ...filledIn, form };
}

function dueOf(ask: Ask, now: Date): Date | null {
  if (ask.kind === 'WAIT' && ask.until !== null) return ask.until;
  const lastsMs = ask.timeoutMs ?? (ask.kind === 'WAIT' ? ask.durationMs : null);
  return lastsMs === null ? null : new Date(now.getTime() + lastsMs);
}

const types = {
  PENDING: 'step.waiting',
  RUNNING: 'step.started',
  SKIPPED: 'step.skipped',
  FAILED: 'step.failed',
} as const;

type WaitEvent = {
  type: StepEventType;
  entityIds: string[];
  to: string;
  reason: string | null;
  payloads: EventPayload<'step.waiting'>[];
};

/** What their events tell, one for all of a state and reason. */
export function eventsOfWaits(waits: readonly NewWait[]): WaitEvent[] {
  const groups = Map.groupBy(waits, ({ state, reasonCode }) => `${state} ${reasonCode ?? ''}`);
  return [...groups.values()].flatMap((group): WaitEvent[] => {
    const [first] = group;
    if (first === undefined) return [];
    const { state, reasonCode } = first;
    const payloads = group.map(({ stepKey }) => ({ stepKey }));
    return [{ type: types[state], entityIds: group.map(({ id }) => id), to: state, reason: reasonCode, payloads }];
  });
}

/** Stores them. One whose signal is there already is looked at at once. */
export async function insertWaits(client: Asking, waits: readonly NewWait[]): Promise<void> {
  if (waits.length === 0) return;
  const rows = waits.map((wait) => ({
    tenant_id: wait.tenantId,
    id: wait.id,
    run_id: wait.runId,
    step: wait.step,
    step_key: wait.stepKey,
    kind: wait.kind,
    state: wait.state,
    reason_code: wait.reasonCode,
    reason: wait.reason,
    ask: wait.ask,
    signal: wait.signal,
    due_at: wait.dueAt?.toISOString() ?? null,
    opened_at: wait.openedAt.toISOString(),
    error: wait.error,
  }));
  const takenUp = waits.filter(({ isTakenUp }) => isTakenUp);
  // In this order: the second looks at what the first has stored.
  await Promise.all([insertRows(client, rows), letGoOfOthers(client, takenUp)]);
}

async function insertRows(client: Asking, rows: readonly Record<string, Json>[]): Promise<void> {
  await client.$executeRaw(Prisma.sql`/* insert_waits */
    insert into run_steps (tenant_id, id, run_id, step, step_key, kind, state, reason_code, reason, ask, signal, due_at, look_at, opened_at,
      finished_at, error)
    select n.tenant_id, n.id, n.run_id, n.step, n.step_key, n.kind, n.state, n.reason_code, n.reason, n.ask, n.signal, n.due_at,
      case when n.state = 'RUNNING' then n.opened_at when n.state = 'PENDING' then
        case when exists (
          select from run_signals g where g.tenant_id = n.tenant_id and g.run_id = n.run_id and g.name = n.signal
        ) then n.opened_at else n.due_at end
      end,
      n.opened_at, case when n.state in ('PENDING', 'RUNNING') then null else n.opened_at end, n.error
    from json_to_recordset(${JSON.stringify(rows)}::json) as n (tenant_id uuid, id uuid, run_id uuid, step int, step_key text, kind text,
      state text, reason_code text, reason text, ask json, signal text, due_at timestamptz, opened_at timestamptz, error json)`);
}
