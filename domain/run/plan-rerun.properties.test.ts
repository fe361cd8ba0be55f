// Goal: whatever the graph, whatever happened to its steps and wherever a rerun begins, nothing runs that need not, and
// the new run ends whole. Method: random runs are driven to their end and run again, over and over, each rerun of the
// last; what is kept and what runs is compared with the rules said once more, from the steps to the graph.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { failureModes } from '#domain/workflow/definition.ts';
import { type Case, caseOf, diceOf, drive, shapes } from '#testing/runs/random-plans.ts';
import { type EndedRun, planRerun, type RerunBeginning, type RerunWish } from './plan-rerun.ts';
import type { Advanced } from './progress.ts';
import { edgeAnswers } from './run-reader.ts';
import { stepCodes } from './step-codes.ts';

const seeds = fc.record({ seed: fc.nat(1_000), dice: fc.nat(), at: fc.nat(), luck: fc.nat(7) });

/** A run that is over: its codes, which steps its end swept away, and which were carried out. */
type Ended = { old: EndedRun; end: Advanced; ran: Set<number> };

function runOf(given: Case, dice: number, kept?: Uint8Array): Ended {
  const swept = new Set<number>();
  const ran = new Set<number>();
  const end = drive(
    given,
    diceOf(dice),
    ({ ready, skipped }) => {
      for (const step of ready) ran.add(step);
      for (const { step, reason } of skipped) if (reason.code === 'RUN_FAILED') swept.add(step);
    },
    { kept },
  );
  return { old: { plan: given.plan, progress: end.progress, edges: answered(given), variables: {}, swept }, end, ran };
}

// Each condition answers the same whenever it is asked, as in a run whose results stay.
function answered({ plan, answerOf }: Case): Uint8Array | null {
  if (plan.conditionalEdges === 0) return null;
  const answers = new Uint8Array(plan.conditionalEdges);
  for (const { parents } of plan.steps)
    for (const { condition } of parents)
      if (condition !== null && condition.edge !== null)
        answers[condition.edge] = answerOf(condition) === 'true' ? edgeAnswers.yes : edgeAnswers.no;
  return answers;
}

function begun(old: EndedRun, wish: RerunWish): RerunBeginning | undefined {
  const planned = planRerun(old, old.plan, wish);
  return planned.ok ? planned.value : undefined;
}

const fromFailed: RerunWish = { from: 'FAILED', step: null, isAlone: false };

/** The same graph, whose steps end better by chance: none of `luck` 7 fails. */
const luckier = (given: Case, luck: number): Case => ({
  ...given,
  ends: given.ends.map((end, step) => ((step + luck) % 7 < luck ? 'SUCCEEDED' : end)),
});

test('from failed never runs a step that succeeded and comes after none that runs, and keeps nothing after one that runs', () => {
  fc.assert(
    fc.property(shapes, seeds, fc.constantFrom(...failureModes), (shape, { seed, dice, luck }, onFailure) => {
      let given = caseOf(shape, { seed, limit: undefined, onFailure });
      let last = runOf(given, dice);
      for (let times = 0; times < 3; times += 1) {
        const beginning = begun(last.old, fromFailed);
        if (beginning === undefined) return;
        const { steps, progress } = beginning;
        for (const { step, keeps } of steps) {
          const runsBefore = (given.plan.steps[step]?.parents ?? []).some(({ from }) => steps[from]?.keeps === null);
          const code = last.old.progress[step];
          if (keeps !== null) assert.ok(!runsBefore, 'what comes after a step that runs is decided anew');
          else if (!runsBefore)
            assert.notEqual(code, stepCodes.SUCCEEDED, 'a step that succeeded runs after another only');
        }
        given = luckier(given, luck);
        const next = runOf(given, dice + times, progress);
        for (const { step, keeps } of steps) {
          if (keeps === null) continue;
          assert.ok(!next.ran.has(step), 'a kept step is not carried out');
          assert.equal(next.end.progress[step], last.old.progress[step], 'a kept step keeps its end');
        }
        for (const code of next.end.progress) assert.ok(code >= 2 && code <= 6, 'every step has an end');
        last = next;
      }
    }),
    { numRuns: 2_000 },
  );
});

test('from failed with no failure any more ends as a run does that never failed', () => {
  fc.assert(
    fc.property(shapes, seeds, fc.constantFrom(...failureModes), (shape, { seed, dice }, onFailure) => {
      const given = caseOf(shape, { seed, limit: undefined, onFailure });
      const first = runOf(given, dice);
      const beginning = begun(first.old, fromFailed);
      // A failure that was dealt with is an end like any other and stays.
      if (beginning === undefined || beginning.steps.some(({ reason }) => reason === 'HANDLED')) return;
      const healed = luckier(given, 7);
      const again = runOf(healed, dice, beginning.progress);
      const never = runOf(healed, dice);
      assert.equal(again.end.outcome, never.end.outcome);
      if (never.end.outcome === 'SUCCEEDED') assert.deepEqual([...again.end.progress], [...never.end.progress]);
    }),
    { numRuns: 2_000 },
  );
});

test('from a step on runs the step, or says why not, and a step alone touches no other', () => {
  fc.assert(
    fc.property(shapes, seeds, fc.constantFrom(...failureModes), (shape, { seed, dice, at }, onFailure) => {
      const given = caseOf(shape, { seed, limit: undefined, onFailure });
      const { old } = runOf(given, dice);
      const chosen = given.plan.steps[at % given.plan.steps.length];
      const wish: RerunWish = { from: 'STEP', step: chosen?.id ?? '', isAlone: false };
      for (const isAlone of [true, false]) {
        const beginning = begun(old, { ...wish, isAlone });
        assert.ok(beginning !== undefined);
        const running = beginning.steps.filter(({ keeps }) => keeps === null).map(({ step }) => step);
        assert.ok(running.includes(chosen?.index ?? -1));
        if (isAlone) assert.equal(running.length, 1);
        const plan = isAlone ? { ...given.plan, onFailure: 'continue' as const } : given.plan;
        const told = new Set<number>();
        drive(
          { ...given, plan },
          diceOf(dice),
          ({ ready, skipped, errored }) => {
            for (const step of [...ready, ...[...skipped, ...errored].map((one) => one.step)]) told.add(step);
          },
          { kept: beginning.progress },
        );
        assert.deepEqual(
          [...told].toSorted((a, b) => a - b),
          running.toSorted((a, b) => a - b),
        );
      }
    }),
    { numRuns: 2_000 },
  );
});
