/** Changes an open run: adds steps, skips such as have not begun, gives variables another value. All of it or nothing. */
import { runBounds } from '#domain/bounds/run.ts';
import type { EventPayload } from '#domain/event-catalogue.ts';
import { isSettledRun } from '#domain/machines.ts';
import { done, type Outcome, type Refusal, refuse, refuseAll } from '#domain/refusal.ts';
import { applyChanges } from '#domain/run/change/apply-changes.ts';
import { placeOf, type RunChange } from '#domain/run/change/run-change.ts';
import { stepCodes } from '#domain/run/step-codes.ts';
import { refuseUnless } from '#engine/access/access.ts';
import { advanceRuns } from '#engine/run/advance/advance-runs.ts';
import { type LockedRun, lockRuns } from '#engine/run/advance/lock-runs.ts';
import type { StepMove } from '#engine/run/advance/run-work.ts';
import { hintedCommand } from '#engine/store/command.ts';
import { actorName, type Context } from '#engine/store/context.ts';
import { newId } from '#engine/store/id.ts';
import type { Transaction } from '#engine/store/transaction.ts';
import { type LoadedPlan, loadPlans } from '#engine/workflow/plan-cache.ts';
import { type CheckedChange, checkDefinitionOf } from './check-definition.ts';
import { type ModifyRunInput, readChanges } from './read-changes.ts';
import { refuseTakenUp } from './refuse-taken-up.ts';
import { skipJobs } from './skip-jobs.ts';
import { storeChange, storeDefinition } from './store-change.ts';

// Whoever finds that others added steps while theirs were checked begins anew; so many at once are no accident.
const triesMax = 4;

/** Changes it; refused with the place of every change that cannot be made, and then none is. */
export async function modifyRun(context: Context, input: ModifyRunInput): Promise<Outcome<{ id: string }>> {
  const forbidden = refuseUnless(context, 'run.operate');
  if (forbidden !== undefined) return forbidden;
  const changes = readChanges(input);
  if (!changes.ok) return changes;
  for (let tries = 1; tries <= triesMax; tries += 1) {
    const checked = await checkDefinitionOf(context, input.run, changes.value);
    if (!checked.ok) return checked;
    const wish = { ...input, changes: changes.value, checked: checked.value };
    const made = await hintedCommand(context, ['work', 'news'], (tx) => change(tx, context, wish));
    if (!made.ok || made.value !== 'OUTDATED') return made.ok ? done({ id: input.run }) : made;
  }
  return refuse('VERSION_CONFLICT', 'others change the run at this very moment: look at it again', ['run']);
}

type Wish = Omit<ModifyRunInput, 'changes'> & { changes: RunChange[]; checked: CheckedChange };

async function change(tx: Transaction, context: Context, wish: Wish): Promise<Outcome<'CHANGED' | 'OUTDATED'>> {
  const { tenantId } = tx;
  const [run] = await lockRuns(tx.client, [{ tenantId, runId: wish.run }]);
  if (run === undefined) return refuse('NOT_FOUND', 'there is no such run', ['run']);
  const plan = await planOf(tx, run.versionId);
  const unfit = refuseRun(run, plan, wish);
  if (unfit !== undefined) return unfit;
  if (run.versionId !== wish.checked.versionId) return done('OUTDATED');
  const takenUp = await refuseTakenUp(tx.client, run, { plan: plan.plan, changes: wish.changes });
  if (takenUp !== undefined) return takenUp;
  const { printed } = wish.checked;
  const definitionId = printed === null ? null : newId();
  if (definitionId !== null && printed !== null) await storeDefinition(tx, { id: definitionId, of: plan, printed });
  const target = definitionId === null ? plan : await planOf(tx, definitionId);
  const message = `skipped by ${context.actor.name}: ${wish.reason}`;
  const changed = applyChanges({ ...plan, ...run }, { target, changes: wish.changes, message });
  if (!changed.ok) return changed;
  const { byHand, ...now } = changed.value;
  const ready = byHand.skipped.filter(({ step }) => now.progress[step] === stepCodes.OPEN).map(({ step }) => step);
  const moves = await skipJobs(tx.client, { tenantId, runId: run.id, steps: ready, reason: message });
  const begun = refuseBegun(wish.changes, plan, { ready, moves });
  if (begun !== undefined) return begun;
  const actor = actorName(context.actor);
  const number = run.changes + 1;
  await storeChange(tx, { run, number, definitionId, now, actor, reason: wish.reason, changes: wish.changes });
  const handMade = { ...byHand, reason: wish.reason, payload: payloadOf(number, wish.changes) };
  const moved = { ...run, ...now, versionId: definitionId ?? run.versionId };
  await advanceRuns(tx.client, { now: tx.now, actor, runs: [{ run: moved, moves, byHand: handMade }] });
  return done('CHANGED');
}

function refuseRun(run: LockedRun, { plan }: LoadedPlan, { baseChanges }: Wish): ReturnType<typeof refuse> | undefined {
  const no = (message: string) => refuse('ILLEGAL_TRANSITION', message, ['run']);
  if (isSettledRun(run.state)) return no(`the run is ${run.state}: only an open one can be changed`);
  if (run.ending !== null) return no('the run is ending: only its last steps are to come');
  // A failure that nothing catches stops all that has not begun.
  if (run.failedStep !== null && plan.onFailure !== 'continue')
    return no(`the run is ending: step ${run.failedStep} failed and nothing catches it`);
  if (run.isStepAlone) return no('the run repeats one step alone: there is nothing to change');
  if (baseChanges !== undefined && baseChanges !== null && baseChanges !== run.changes)
    return refuse('VERSION_CONFLICT', `the run has been changed ${run.changes} times, not ${baseChanges}`, [
      'baseChanges',
    ]);
  if (run.changes >= runBounds.changesMax)
    return refuse('LIMIT_REACHED', `a run is changed at most ${runBounds.changesMax} times`, ['run']);
  return undefined;
}

// A worker came first.
function refuseBegun(
  changes: readonly RunChange[],
  { plan }: LoadedPlan,
  { ready, moves }: { ready: readonly number[]; moves: readonly StepMove[] },
): ReturnType<typeof refuseAll> | undefined {
  const refusals = ready.flatMap((step): Refusal[] => {
    if (moves.some((move) => move.step === step)) return [];
    const id = plan.steps[step]?.id;
    const n = changes.findIndex((change) => change.kind === 'SKIP_STEP' && change.step === id);
    const message = `${id} has begun: only a step that has not can be skipped`;
    return [{ code: 'ILLEGAL_TRANSITION', message, path: placeOf(changes, n, 'step') }];
  });
  return refusals.length === 0 ? undefined : refuseAll(refusals);
}

async function planOf({ client, tenantId }: Transaction, versionId: string): Promise<LoadedPlan> {
  const loaded = (await loadPlans(client, [{ tenantId, versionId }])).get(versionId);
  if (loaded === undefined) throw new Error('broken invariant: a run has a plan');
  return loaded;
}

function payloadOf(number: number, changes: readonly RunChange[]): EventPayload<'run.modified'> {
  const names = (wanted: RunChange['kind']) =>
    changes.flatMap((one) => (one.kind === wanted ? [nameOf(one)] : [])).join(', ');
  return { number, added: names('ADD_STEP'), skipped: names('SKIP_STEP'), variables: names('SET_VARIABLE') };
}

function nameOf(change: RunChange): string {
  if (change.kind === 'SET_VARIABLE') return change.name;
  return change.kind === 'SKIP_STEP' ? change.step : String(change.step.id);
}
