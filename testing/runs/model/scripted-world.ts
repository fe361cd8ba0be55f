/** Carries scripted runs out by the real engine: what answers their jobs, and who answers what waits. */
import type { Json, JsonObject } from '#domain/value/json.ts';
import { printCursor, startOfWindow } from '#engine/event/cursor.ts';
import type { FeedEvent } from '#engine/event/read-events.ts';
import { beforeEverything } from '#engine/event/snapshot.ts';
import { retryRun } from '#engine/run/retry-run.ts';
import { startRun } from '#engine/run/start-runs.ts';
import { decideApproval } from '#engine/step/decide-approval.ts';
import { sendSignal } from '#engine/step/send-signal.ts';
import { newId } from '#engine/store/id.ts';
import { publishWorkflow } from '#engine/workflow/publish-workflow.ts';
import { type Bundle, valueOf } from '#testing/bundle.ts';
import type { Stage } from '#testing/stage.ts';
import type { Handler, HandlerOutcome } from '#worker/handlers/handler.ts';
import { definitionOf, type ScriptedStep } from './scripted-steps.ts';

export type ScriptedWorld = {
  /** Answers the jobs as their scripts say. */
  handler: Handler;
  /** How the attempt of a job ends; what carries it out may be somewhere else. */
  carryOut(jobId: string, params: Json): Promise<HandlerOutcome>;
  /** How often a job was carried out, by its id. */
  effects: ReadonlyMap<string, number>;
  /** Publishes and starts a run; hands back its id. `beside` are steps, as a definition says them, that no script is about. */
  run(steps: readonly ScriptedStep[], more: JsonObject, beside?: readonly JsonObject[]): Promise<string>;
  /** Runs a run again from what failed; from now on everything ends well that can. */
  runAgain(runId: string, steps: readonly ScriptedStep[]): Promise<string>;
  /** Ends the answering; throws what went wrong in it. */
  close(): Promise<void>;
};

/** `timeout`: after how long those waits and approvals end that nobody answers. */
export async function openScriptedWorld(
  bundle: Bundle,
  stage: Stage,
  { timeout }: { timeout: string },
): Promise<ScriptedWorld> {
  const retry = { maxAttempts: 6, strategy: 'FIXED', baseDelay: 'PT0.005S', jitter: 'NONE' };
  await stage.task('T', { name: 'noop' }, { retry });
  const effects = new Map<string, number>();
  const scripts = new Scripts();
  let isHealed = false;
  const answers: Promise<unknown>[] = [];
  const { tenantId } = stage.context;
  const after = printCursor(startOfWindow(beforeEverything));
  const end = bundle.feed.subscribe({ tenantId, after }, (events) => {
    for (const event of events)
      if (event.type === 'step.waiting') answers.push(answer(stage, { scripts, isHealed }, event));
  });
  const carryOut: ScriptedWorld['carryOut'] = async (jobId, params) => {
    effects.set(jobId, (effects.get(jobId) ?? 0) + 1);
    return await endOf(bundle, jobId, isHealed ? healed(params) : params);
  };
  return {
    effects,
    carryOut,
    handler: ({ jobId, params }) => carryOut(jobId, params),
    run: async (steps, more, beside = []) => {
      const name = `scripted ${newId()}`;
      const { tasks, ...rest } = definitionOf(steps, { timeout, ...more });
      const definition = { name, ...rest, tasks: [...(tasks as Json[]), ...beside] };
      valueOf(await publishWorkflow(stage.context, { definition }));
      const { runId } = valueOf(await startRun(stage.context, { workflow: name }));
      scripts.put(runId, steps);
      // A signal may come before its step waits for it: the run keeps it.
      for (const { id, script } of steps)
        if (script.kind === 'wait' && script.how === 'answer' && id.length % 2 === 0)
          await sendSignal(stage.context, { run: runId, signal: `for-${id}` });
      return runId;
    },
    runAgain: async (runId, steps) => {
      isHealed = true;
      const again = valueOf(await retryRun(stage.context, { run: runId, from: 'FAILED' })).runId;
      scripts.put(again, steps);
      return again;
    },
    close: async () => {
      end();
      await Promise.all(answers);
    },
  };
}

/** What a step waits for may be told before it is known here what its run is of. */
class Scripts {
  readonly #of = new Map<string, PromiseWithResolvers<readonly ScriptedStep[]>>();

  get(runId: string): Promise<readonly ScriptedStep[]> {
    return this.#entry(runId).promise;
  }

  put(runId: string, steps: readonly ScriptedStep[]): void {
    this.#entry(runId).resolve(steps);
  }

  #entry(runId: string): PromiseWithResolvers<readonly ScriptedStep[]> {
    const entry = this.#of.get(runId) ?? Promise.withResolvers();
    this.#of.set(runId, entry);
    return entry;
  }
}

function healed(params: Json): Json {
  return 'end' in (params as JsonObject) ? { end: 'SUCCEEDED' } : {};
}

async function endOf({ owner }: Bundle, jobId: string, params: Json): Promise<HandlerOutcome> {
  const { end = null, failsAt = null } = params as { end?: string | null; failsAt?: number | null };
  const failed = (retryable: boolean): HandlerOutcome => ({
    ok: false,
    error: { type: 'NO', message: 'as its script says', retryable },
  });
  if (end === 'FAILED') return failed(false);
  if (end === 'DEAD') return failed(true);
  if (end === 'SUCCEEDED') return { ok: true, result: { end } };
  // Which round it is, only its job knows.
  const { item } = await owner.client.job.findFirstOrThrow({ where: { id: jobId }, select: { item: true } });
  return item === failsAt ? failed(false) : { ok: true, result: { round: item } };
}

// Twice, as by two who are asked at once: the second is refused, or kept for a step that never comes.
async function answer(
  { context }: Stage,
  { scripts, isHealed }: { scripts: Scripts; isHealed: boolean },
  { runId, payload }: FeedEvent,
): Promise<void> {
  const { stepKey = '' } = (payload ?? {}) as { stepKey?: string };
  if (runId === null) return;
  const script = (await scripts.get(runId)).find(({ id }) => id === stepKey)?.script;
  if (script === undefined || !('how' in script) || script.how !== 'answer') return;
  if (script.kind === 'wait') {
    await sendSignal(context, { run: runId, signal: `for-${stepKey}` });
    return;
  }
  const decision = isHealed || script.end === 'SUCCEEDED' ? ('APPROVE' as const) : ('DENY' as const);
  const decide = () => decideApproval(context, { run: runId, step: stepKey, decision });
  await Promise.all([decide(), decide()]);
}
