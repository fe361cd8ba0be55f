/** Decides an approval: once, by somebody who may, with the form filled in as it asks. */
import { stepBounds } from '#domain/bounds/step.ts';
import { valueBounds } from '#domain/bounds/value.ts';
import { done, type Outcome, type Refusal, refuse, refuseAll } from '#domain/refusal.ts';
import { endOfDecision, mayDecide } from '#domain/step/decision.ts';
import { checkJson, checkText } from '#domain/value/input-checks.ts';
import { isJsonObject, type Json, type JsonObject } from '#domain/value/json.ts';
import { refuseUnless } from '#engine/access/access.ts';
import { advanceRuns } from '#engine/run/advance/advance-runs.ts';
import { lockRuns } from '#engine/run/advance/lock-runs.ts';
import { readWaits, type WaitRow } from '#engine/run/advance/read-waits.ts';
import { settleWaits } from '#engine/run/advance/settle-waits.ts';
import { hintedCommand } from '#engine/store/command.ts';
import { type Actor, actorName, type Context } from '#engine/store/context.ts';
import { checkParams } from '#engine/task/input-schema.ts';

export type DecideApprovalInput = {
  run: string;
  /** Its id in the definition. */
  step: string;
  decision: 'APPROVE' | 'DENY';
  form?: JsonObject | null;
  comment?: string | null;
};

/** Approves or denies. The first decision stands; a later one is refused and told whose it was. */
export async function decideApproval(
  context: Context,
  input: DecideApprovalInput,
): Promise<Outcome<{ runId: string; stepKey: string }>> {
  const forbidden = refuseUnless(context, 'run.operate');
  if (forbidden !== undefined) return forbidden;
  const unfit = [
    ...checkText({ value: input.comment, path: ['comment'], lengthMax: valueBounds.textLengthMax }),
    ...checkJson({ value: input.form, path: ['form'], sizeBytesMax: stepBounds.formSizeBytesMax }),
  ];
  if (unfit.length > 0) return refuseAll(unfit);
  return await hintedCommand(context, ['work', 'news', 'stop'], async (tx) => {
    const { client, tenantId, now } = tx;
    const [run] = await lockRuns(client, [{ tenantId, runId: input.run }]);
    if (run === undefined) return refuse('NOT_FOUND', 'there is no such run', ['run']);
    const [wait] = await readWaits(client, { tenantId, runIds: [run.id], stepKey: input.step });
    const refusal = refuseDecision(wait, { now, step: input.step, actor: context.actor });
    if (wait === undefined || refusal !== undefined) return refuseAll(refusal === undefined ? [] : [refusal]);
    const form = checkForm(wait, input);
    if (!form.ok) return form;
    const end = endOfDecision({
      approved: input.decision === 'APPROVE',
      by: context.actor.name,
      at: now.toISOString(),
      comment: input.comment ?? null,
      form: form.value,
    });
    const actor = actorName(context.actor);
    const moves = await settleWaits(client, [{ tenantId, runId: run.id, step: wait.step, end, decidedBy: actor }]);
    if (moves.length === 0) throw new Error('broken invariant: what waits under the lock of its run still waits');
    await advanceRuns(client, { now, actor, runs: [{ run, moves }] });
    return done({ runId: run.id, stepKey: wait.stepKey });
  });
}

type Asked = { now: Date; step: string; actor: Actor };

function refuseDecision(wait: WaitRow | undefined, { now, step, actor }: Asked): Refusal | undefined {
  const say = (code: Refusal['code'], message: string): Refusal => ({ code, message, path: ['step'] });
  if (wait === undefined) return say('NOT_FOUND', `no step ${step} of this run asks for a decision, now or before`);
  if (wait.kind !== 'APPROVAL')
    return say('ILLEGAL_TRANSITION', `step ${step} is no approval: it waits for something else`);
  if (wait.state !== 'PENDING') return say('ILLEGAL_TRANSITION', alreadyDecided(wait));
  if (wait.dueAt !== null && wait.dueAt <= now)
    return say('ILLEGAL_TRANSITION', `the time to decide was over at ${wait.dueAt.toISOString()}`);
  if (mayDecide(actor.role, wait.roles)) return undefined;
  return say('FORBIDDEN', `${wait.roles.join(' or ').toLowerCase()} decides here, not the role ${actor.role}`);
}

function alreadyDecided({ state, result, reason, finishedAt }: WaitRow): string {
  const at = finishedAt?.toISOString();
  if (isJsonObject(result))
    return `${String(result.by)} ${result.approved === true ? 'approved' : 'denied'} it at ${at}`;
  return `it is ${state} since ${at}${reason === null ? '' : `: ${reason}`}`;
}

// Whoever denies need not fill in what only an approval needs.
function checkForm({ form: schema }: WaitRow, { form, decision }: DecideApprovalInput): Outcome<Json> {
  if (schema === null)
    return form === null || form === undefined || Object.keys(form).length === 0
      ? done({})
      : refuse('BAD_INPUT', 'this approval has no form', ['form']);
  if (decision === 'DENY' && (form === null || form === undefined)) return done({});
  const checked = checkParams(schema, form ?? {}, ['form']);
  return checked.ok ? done(form ?? {}) : checked;
}
