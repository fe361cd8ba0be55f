import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Advance, type Advanced, advance, type SettledState, startRun } from '#domain/run/progress.ts';
import { stepCodes } from '#domain/run/step-codes.ts';
import type { JsonObject } from '#domain/value/json.ts';
import { type Definition, parseDefinition } from '#domain/workflow/definition.ts';
import { compilePlan, type Edge, type Plan } from '#domain/workflow/plan.ts';
import { dependencyKinds } from '#domain/workflow/steps/read-steps.ts';
import { validateDefinition } from '#domain/workflow/validate.ts';
import { type Case, caseOf, diceOf, shapes } from '#testing/runs/random-plans.ts';
import { applyChanges } from './apply-changes.ts';
import { type RunChange, withAddedSteps } from './run-change.ts';

// Goal: whatever people change of a run while it is open, every step settles once, and the end is the one that the rules
// name for the graph that came of it. Method: random graphs are driven to their end in random batches and changed at
// random in between; a second, slow reading of the rules looks at the last graph alone and at what was skipped by hand.

type Work = { plan: Plan; definition: Definition; answer: Advanced; skipped: Set<string>; changes: number };

/** How the job of a step ends; those that are added have ends, too. */
function endOf({ ends }: Case, step: number): SettledState {
  return ends[step % Math.max(1, ends.length)] ?? 'SUCCEEDED';
}

/** The rules, read once for each step of the last graph. */
function expectedCodes(given: Case, { plan, skipped }: Work): Map<number, number> {
  const codes = new Map<number, number>();
  const isFailed = (code: number) => code === stepCodes.FAILED || code === stepCodes.DEAD;
  const answer = (edge: Edge): 'true' | 'false' | 'error' => {
    const code = codeOf(edge.from);
    const siblings = plan.steps[edge.from]?.children ?? [];
    const isConditional = (other: Edge) => other.on !== 'default' && other.condition !== null;
    const fits = {
      success: () => code === stepCodes.SUCCEEDED,
      failure: () => isFailed(code),
      completion: () => true,
      skipped: () => code === stepCodes.SKIPPED,
      default: () =>
        (code === stepCodes.SUCCEEDED || isFailed(code)) &&
        !siblings.some((other) => isConditional(other) && answer(other) === 'true'),
    };
    if (!fits[edge.on]()) return 'false';
    return edge.condition === null ? 'true' : given.answerOf(edge.condition);
  };
  const codeOf = (index: number): number => {
    const known = codes.get(index);
    if (known !== undefined) return known;
    const step = plan.steps[index];
    assert.ok(step !== undefined);
    const code = skipped.has(step.id) ? stepCodes.SKIPPED : ruled(index);
    codes.set(index, code);
    return code;
  };
  const ruled = (index: number): number => {
    const step = plan.steps[index];
    assert.ok(step !== undefined);
    const taken = step.parents.map(answer);
    const yes = taken.filter((one) => one === 'true').length;
    const errors = taken.filter((one) => one === 'error').length;
    if (yes < step.threshold) return yes + errors < step.threshold ? stepCodes.SKIPPED : stepCodes.FAILED;
    const own = step.condition === null ? 'true' : given.answerOf(step.condition);
    if (own !== 'true') return own === 'false' ? stepCodes.SKIPPED : stepCodes.FAILED;
    return stepCodes[endOf(given, index)];
  };
  for (const { index } of plan.steps) codeOf(index);
  return codes;
}

function definitionOf(plan: Plan, limit: number | undefined): Definition {
  const steps = plan.steps.flatMap(({ step, compensates }) => (compensates === null ? [step] : []));
  const variables = { x: { type: 'boolean' as const, required: false } };
  const limits = limit === undefined ? {} : { maxConcurrentTasks: limit };
  return { name: 'w', description: '', variables, limits, onFailure: 'continue', steps };
}

/** Skips or adds something at random; what is refused changes nothing. */
function changeAtRandom(work: Work, dice: () => number): Work {
  const ids = work.definition.steps.map(({ id }) => id);
  const pick = () => ids[dice() % ids.length] ?? '';
  const before = dice() % 2 === 0 ? [pick()] : [];
  const on = dependencyKinds[dice() % dependencyKinds.length] ?? 'success';
  const isConditional: JsonObject = dice() % 3 === 0 ? { condition: 'vars.x' } : {};
  const step: JsonObject = {
    id: `n${work.changes}`,
    type: 'T',
    dependencies: [{ task: pick(), on, ...isConditional }],
    ...(dice() % 4 === 0 ? { compensate: 'T' } : {}),
  };
  const changes: RunChange[] =
    dice() % 2 === 0 ? [{ kind: 'SKIP_STEP', step: pick() }] : [{ kind: 'ADD_STEP', step, before }];
  const target = targetOf(work, changes);
  if (target === undefined) return work;
  const nothing = { inputs: {}, variables: {}, superseded: null };
  const run = { ...work, progress: work.answer.progress, ...nothing };
  const changed = applyChanges(run, { target, changes, message: 'by hand' });
  if (!changed.ok) return work;
  const skipped = changes.flatMap((one) => (one.kind === 'SKIP_STEP' ? [one.step] : []));
  const answer = { ...work.answer, progress: changed.value.progress, byHand: changed.value.byHand };
  return { ...target, answer, skipped: new Set([...work.skipped, ...skipped]), changes: work.changes + 1 };
}

function targetOf(work: Work, changes: readonly RunChange[]): { plan: Plan; definition: Definition } | undefined {
  const added = withAddedSteps(work.definition, changes);
  assert.ok(added.ok);
  if (added.value === null) return work;
  const parsed = parseDefinition({ definition: added.value });
  assert.ok(parsed.ok, JSON.stringify(parsed));
  const problems = validateDefinition(parsed.definition, { tasks: new Set(['T']) });
  if (problems.length > 0) return undefined;
  return { definition: parsed.definition, plan: compilePlan(parsed.definition) };
}

function driveChanged(given: Case, limit: number | undefined, seed: number) {
  const dice = diceOf(seed);
  const first: Advance = startRun(given.plan, given.evaluate);
  assert.ok(first.kind === 'advanced');
  let work: Work = {
    plan: given.plan,
    definition: definitionOf(given.plan, limit),
    answer: first,
    skipped: new Set(),
    changes: 0,
  };
  const told: string[] = [];
  const final = new Map<string, number>();
  const take = (answer: Advanced) => {
    for (const step of answer.ready) told.push(`ready ${work.plan.steps[step]?.id}`);
    for (const { step } of [...answer.skipped, ...answer.errored]) told.push(`told ${work.plan.steps[step]?.id}`);
    for (const [step, code] of answer.progress.entries()) {
      const id = work.plan.steps[step]?.id ?? '';
      if (final.has(id)) assert.equal(code, final.get(id), `${id} stays as it settled`);
      if (code > stepCodes.OPEN && code < stepCodes.WAITING_ROOM) final.set(id, code);
    }
  };
  take(work.answer);
  for (let round = 0; work.answer.outcome === 'OPEN'; round += 1) {
    assert.ok(round < 1_000, 'the run ends');
    const changed = work.answer.ending === null && dice() % 2 === 0 ? changeAtRandom(work, dice) : work;
    const byHand = 'byHand' in changed.answer ? changed.answer.byHand : undefined;
    const { progress, ending } = changed.answer;
    const open = [...progress.entries()].flatMap(([step, code]) => (code === stepCodes.OPEN ? [step] : []));
    const settled = byHand === undefined ? open.slice(0, 1 + (dice() % 3)) : [];
    work = changed;
    const answer = advance({
      plan: work.plan,
      progress,
      settled: settled.map((step) => ({ step, state: endOf(given, step) })),
      runState: dice() % 5 === 0 ? 'PAUSED' : 'RUNNING',
      ending,
      byHand: isByHand(byHand) ? byHand : undefined,
      evaluate: given.evaluate,
    });
    assert.ok(answer.kind === 'advanced');
    work = { ...work, answer };
    take(answer);
  }
  return { work, told };
}

type ByHand = NonNullable<Parameters<typeof advance>[0]['byHand']>;
function isByHand(value: unknown): value is ByHand {
  return typeof value === 'object' && value !== null && 'skipped' in value && 'added' in value;
}

test('a run that is changed at random while it goes ends as the rules say of its last graph, each step settled once', () => {
  const options = { seed: fc.nat(1_000), limit: fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined }) };
  let changed = 0;
  fc.assert(
    fc.property(shapes, fc.record(options), fc.boolean(), fc.nat(), (shape, chosen, hasEndings, seed) => {
      const given = caseOf(shape, { ...chosen, onFailure: 'continue', hasEndings });
      const { work, told } = driveChanged(given, chosen.limit, seed);
      changed += work.changes;
      for (const code of work.answer.progress) assert.ok(code >= 2 && code <= 6, 'final');
      assert.equal(new Set(told).size, told.length, 'told once');
      const expected = expectedCodes(given, work);
      for (const { index, id } of work.plan.steps) {
        if (work.plan.endings?.isEnding[index] === 1) continue;
        assert.equal(work.answer.progress[index], expected.get(index), id);
      }
    }),
    { numRuns: 2_000 },
  );
  assert.ok(changed > 1_000, `${changed} changes were made`);
});
