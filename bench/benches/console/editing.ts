/** What an edit and a keystroke cost in a definition of 500 steps: the text is changed in place and read again. */

import { atMost, type Bench, type BenchContext, type Result, resultOf, showFigure } from '#bench/bench.ts';
import { median, percentile } from '#bench/statistics.ts';
import { assert } from '#domain/unreachable.ts';
import { copySteps, readClipboard, writeClipboard } from '#domain/workflow/edit/clipboard.ts';
import { type Draft, openDraft } from '#domain/workflow/edit/draft.ts';
import { applyEdit, type Edit } from '#domain/workflow/edit/edit.ts';
import { noHistory, record, undo } from '#domain/workflow/edit/history.ts';
import { stepAt } from '#domain/workflow/edit/selection.ts';

const steps = 500;

export const bench: Bench = {
  name: 'editing',
  describe: 'edits of a definition of 500 steps in its text, in memory',
  run: async (context) => {
    const draft = openDraft(definition());
    const middle = `step-${steps / 2}`;
    const clipboard = readClipboard(writeClipboard(copySteps(draft.outline, [middle, `step-${steps / 2 + 1}`])));
    assert(clipboard.ok, 'what was copied can be pasted');
    const field: Edit = { kind: 'set-field', step: middle, path: ['params', 'batch'], value: 7 };
    return [
      measured(context, 'a keystroke: the text read again', () => typed(draft)),
      measured(context, 'a field is set', () => edited(draft, field)),
      measured(context, 'a step is renamed', () => edited(draft, { kind: 'rename-step', step: middle, to: 'other' })),
      measured(context, 'two steps are pasted', () =>
        edited(draft, { kind: 'paste-steps', clipboard: clipboard.value, after: middle }),
      ),
    ];
  },
};

function definition(): string {
  const written = Array.from({ length: steps }, (_, n) =>
    [
      `  - id: step-${n}`,
      '    type: index # what it runs',
      `    params: { shard: ${n}, batch: 5 }`,
      ...(n === 0 ? [] : [`    dependencies: [step-${n - 1}]`, `    condition: "tasks.step-${n - 1}.result.rows > 0"`]),
    ].join('\n'),
  );
  return ['name: large', 'tasks:', ...written, ''].join('\n');
}

function typed(draft: Draft): void {
  const at = draft.outline.steps[steps / 2]?.place?.to ?? 0;
  const after = openDraft(`${draft.text.slice(0, at)} # so${draft.text.slice(at)}`, draft);
  assert(stepAt(after.outline, at)?.id === `step-${steps / 2}`, 'the step is where it was');
}

function edited(draft: Draft, edit: Edit): void {
  const outcome = applyEdit(draft, edit);
  assert(outcome.ok, 'the edit of a bench can be made');
  const { text } = outcome.value.draft;
  const history = record(noHistory, { before: draft.text, after: text });
  assert(undo(history, text)?.text === draft.text, 'an edit can be taken back');
}

function measured(context: BenchContext, what: string, work: () => void): Result {
  for (let n = 0; n < context.size(20, 2); n += 1) work();
  const samples: number[] = [];
  for (let n = 0; n < context.size(100, 3); n += 1) {
    const startedMs = performance.now();
    work();
    samples.push(performance.now() - startedMs);
  }
  return resultOf({
    what: `${what}, 500 steps`,
    target: atMost(50),
    got: median(samples),
    unit: 'ms',
    detail: `in memory, on one thread; p95 ${showFigure(percentile(samples, 0.95))} ms`,
  });
}
