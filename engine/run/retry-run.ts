/** Runs a run again as a new one: whole, from what failed, from a step on, or one step of it. */

import { done, type Outcome, refuse, refuseAll } from '#domain/refusal.ts';
import type { RerunStart, RerunStep } from '#domain/run/plan-rerun.ts';
import type { StepKind } from '#domain/step/step-kind.ts';
import { checkText } from '#domain/value/input-checks.ts';
import { type JsonObject, unfitJson } from '#domain/value/json.ts';
import type { Plan } from '#domain/workflow/plan.ts';
import { refuseUnless } from '#engine/access/access.ts';
import { hintedCommand } from '#engine/store/command.ts';
import { actorName, type Context } from '#engine/store/context.ts';
import { newId } from '#engine/store/id.ts';
import { transaction } from '#engine/store/transaction.ts';
import { insertRuns } from './insert-runs.ts';
import { prepareRerun, type RerunRequest } from './rerun/prepare-rerun.ts';

export type RetryRunInput = {
  run: string;
  from?: RerunStart | null;
  /** The step to begin at, by its id in the definition; with `from: STEP` only. */
  step?: string | null;
  /** ALONE: nothing after the step runs again. */
  scope?: 'FOLLOWING' | 'ALONE' | null;
  version?: 'ORIGINAL' | 'LATEST' | null;
  variables?: JsonObject | null;
  reason?: string | null;
};

/** `loop`: how it repeats its task, if it does. */
export type PreviewedStep = RerunStep & { kind: StepKind; loop: 'FOREACH' | 'WHILE' | null };

/** What would become of every step, in the order of the definition, and of which version the run would be. */
export type RerunPreview = {
  steps: PreviewedStep[];
  dropped: string[];
  versionId: string;
  /** Variables that kept steps have written: they stay as they were, whatever is given. */
  written: string[];
};

/** Starts the new run; the old one stays as it is. */
export async function retryRun(context: Context, input: RetryRunInput): Promise<Outcome<{ runId: string }>> {
  const forbidden = refuseUnless(context, 'run.operate');
  if (forbidden !== undefined) return forbidden;
  const request = readRequest(input);
  if (!request.ok) return request;
  return await hintedCommand(context, ['work', 'news'], async (tx) => {
    const prepared = await prepareRerun(tx.client, tx.tenantId, request.value);
    if (!prepared.ok) return prepared;
    const runId = newId();
    const startedBy = actorName(context.actor);
    await insertRuns(tx.client, [{ ...prepared.value.run, id: runId, startedBy }], { now: tx.now, actor: startedBy });
    return done({ runId });
  });
}

/** Says what retryRun would do with the same input, and does nothing. */
export async function previewRerun(context: Context, input: RetryRunInput): Promise<Outcome<RerunPreview>> {
  const refused = refuseUnless(context, 'read');
  if (refused !== undefined) return refused;
  const request = readRequest(input);
  if (!request.ok) return request;
  return await transaction(context.database, context.tenantId, async (tx) => {
    const prepared = await prepareRerun(tx.client, tx.tenantId, request.value);
    if (!prepared.ok) return prepared;
    const { beginning, run, target } = prepared.value;
    const { dropped, written, remake } = beginning;
    const steps = beginning.steps.map((step) => ({ ...step, ...kindIn(target.plan, step.step) }));
    return done({ steps, dropped, versionId: run.versionId, written: [...Object.keys(written), ...remake] });
  });
}

function kindIn({ steps }: Plan, index: number): Pick<PreviewedStep, 'kind' | 'loop'> {
  const { kind = 'TASK', loop = null } = steps[index] ?? {};
  if (loop === null) return { kind, loop: null };
  return { kind, loop: loop.kind === 'foreach' ? 'FOREACH' : 'WHILE' };
}

function readRequest(input: RetryRunInput): Outcome<RerunRequest> {
  const { run, reason = null } = input;
  const [from, scope, version] = [input.from ?? 'START', input.scope ?? 'FOLLOWING', input.version ?? 'ORIGINAL'];
  const step = input.step ?? null;
  if (from !== 'STEP' && step !== null) return refuse('BAD_INPUT', 'a step is given only with from: STEP', ['step']);
  if (from === 'STEP' && step === null) return refuse('BAD_INPUT', 'name the step to begin at', ['step']);
  if (from !== 'STEP' && scope === 'ALONE') return refuse('BAD_INPUT', 'only a step runs alone', ['scope']);
  const unfit = unfitJson(input.variables ?? {});
  if (unfit !== undefined) return refuse('BAD_INPUT', `the variables ${unfit}`, ['variables']);
  const misfits = checkText({ value: reason, path: ['reason'] });
  if (misfits.length > 0) return refuseAll(misfits);
  const variables = input.variables ?? {};
  return done({ run, from, step, isAlone: scope === 'ALONE', isLatest: version === 'LATEST', variables, reason });
}
