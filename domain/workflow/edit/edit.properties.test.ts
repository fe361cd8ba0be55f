// Every edit on every definition of the corpus: what it means is said by a model of the definition alone, which knows
// nothing of texts; and what it may touch is said by the places of the steps it speaks of.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { CanvasLayout } from '#domain/canvas/layout.ts';
import { isJsonObject, type Json, type JsonObject } from '#domain/value/json.ts';
import { type Definition, parseDefinition, type Step } from '#domain/workflow/definition.ts';
import { type Draft, openDraft } from '#domain/workflow/edit/draft.ts';
import { applyEdit, type Edit } from '#domain/workflow/edit/edit.ts';
import { noHistory, record, redo, undo } from '#domain/workflow/edit/history.ts';
import { renameInExpression, renameInTemplate } from '#domain/workflow/edit/rename-text.ts';
import { printDefinition } from '#domain/workflow/print.ts';
import type { Loop } from '#domain/workflow/steps/read-loop.ts';
import { definitionCorpus, type Written } from '#testing/probes/definitions/definition-corpus.ts';

const corpus = definitionCorpus();

/** The definition of a text, with the edges of each step in an order of their own: where they are written means nothing. */
function meaningOf(text: string): Definition {
  const parsed = parseDefinition({ yaml: text });
  assert.ok(parsed.ok, `it can be read: ${parsed.ok ? '' : JSON.stringify(parsed.problems)}`);
  return sorted(parsed.definition);
}

function sorted(definition: Definition): Definition {
  const steps = definition.steps.map((step) => ({
    ...step,
    dependencies: step.dependencies.toSorted((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1)),
  }));
  return { ...definition, steps };
}

/** What an edit means, said of the definition alone; undefined where the model says nothing. */
function meant(before: Definition, edit: Edit): Definition | undefined {
  const { steps } = before;
  const each = (id: string, change: (step: Step) => Step) =>
    sorted({ ...before, steps: steps.map((step) => (step.id === id ? change(step) : step)) });
  switch (edit.kind) {
    case 'connect': {
      const { from: step, on, condition } = edit;
      return each(edit.to, (target) => ({
        ...target,
        dependencies: [
          ...target.dependencies.filter((known) => known.step !== step || known.on !== on),
          { step, on, ...(condition !== undefined && { condition }) },
        ],
      }));
    }
    case 'disconnect':
      return each(edit.to, (target) => ({
        ...target,
        dependencies: target.dependencies.filter(({ step }) => step !== edit.from),
      }));
    case 'rename-step':
      return sorted({
        ...before,
        steps: steps.map((step) => renamed(step, edit)),
        ...(before.layout !== undefined && { layout: renamedLayout(before.layout, edit) }),
      });
    case 'set-field':
      if (edit.path[0] === 'params' && edit.path.length === 1)
        return each(edit.step, (step) => ({ ...step, params: edit.value ?? {} }));
      if (edit.path[0] === 'timeout') return each(edit.step, (step) => ({ ...step, timeoutMs: 420_000 }));
      if (edit.path[0] === 'type') return each(edit.step, (step) => ({ ...step, task: String(edit.value) }));
      if (edit.path[0] === 'condition') return each(edit.step, (step) => ({ ...step, condition: String(edit.value) }));
      return undefined;
    case 'set-layout':
      return { ...before, layout: edit.layout };
    case 'set-head':
      return { ...before, description: String(edit.value) };
    case 'set-variable':
      return { ...before, variables: { ...before.variables, fresh: { type: 'string', required: true } } };
    default:
      return undefined;
  }
}

function renamed(step: Step, { step: from, to }: { step: string; to: string }): Step {
  const renaming = { root: 'tasks', names: new Map([[from, to]]) } as const;
  const name = (id: string) => (id === from ? to : id);
  const deep = (value: Json): Json => {
    if (typeof value === 'string') return renameInTemplate(value, renaming);
    if (Array.isArray(value)) return value.map(deep);
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, deep(item)]));
  };
  const deepObject = (value: JsonObject): JsonObject =>
    Object.fromEntries(Object.entries(value).map(([key, item]) => [key, deep(item)]));
  const expression = (text: string) => renameInExpression(text, renaming);
  return {
    ...step,
    id: name(step.id),
    params: deep(step.params),
    dependencies: step.dependencies.map(({ condition, ...dependency }) => ({
      ...dependency,
      step: name(dependency.step),
      ...(condition !== undefined && { condition: renameInExpression(condition, renaming) }),
    })),
    ...(step.condition !== undefined && { condition: expression(step.condition) }),
    ...(step.loop !== undefined && { loop: renamedLoop(step.loop, expression) }),
    ...(step.output !== undefined && {
      output: Object.fromEntries(Object.entries(step.output).map(([key, text]) => [key, expression(text)])),
    }),
    ...(step.wait !== undefined && { wait: deepObject(step.wait) }),
    ...(step.approval !== undefined && { approval: deepObject(step.approval) }),
    ...(step.compensate?.params !== undefined && {
      compensate: { ...step.compensate, params: deep(step.compensate.params) },
    }),
  };
}

function renamedLoop(loop: Loop, expression: (text: string) => string): Loop {
  if (loop.kind === 'foreach') return { ...loop, list: expression(loop.list) };
  return { ...loop, condition: expression(loop.condition) };
}

function renamedLayout(layout: CanvasLayout, { step: from, to }: { step: string; to: string }): CanvasLayout {
  const name = (id: string) => (id === from ? to : id);
  return {
    ...layout,
    places: Object.fromEntries(Object.entries(layout.places).map(([id, at]) => [name(id), at])),
    groups: layout.groups.map((group) => ({ ...group, steps: group.steps.map(name) })),
  };
}

const fields: [string[], Json | undefined][] = [
  [['retry'], { maxAttempts: 2, jitter: 'FULL' }],
  [['retry', 'maxDelay'], 'PT1M'],
  [['output', 'fresh'], "result.a == 'b: c'"],
  [['mutex'], ['one', '${{ params.x }}']],
  [['resources', 'gpu'], 3],
  [['sla', 'startBy'], 'PT2M'],
  [['compensate'], { task: 'UNDO', params: { of: '${{ result }}' } }],
  [['queue'], undefined],
];

const drawnLayout: CanvasLayout = {
  places: {},
  groups: [],
  notes: [{ text: 'two\nlines: #1', at: [-5, 7], colour: 'red' }],
};

function editsOf({ outline }: Draft): Edit[] {
  const ids = outline.steps.flatMap(({ id, index }) => (index === undefined ? [] : [id]));
  const waits = new Set(outline.steps.flatMap(({ id, fields }) => ((fields.wait ?? fields.approval) ? [id] : [])));
  const values: Json[] = ['a: text', '', 7, ['x', { y: 1 }], { deep: { er: [1, '2'] } }, 'two\nlines\n', '#no', null];
  return [
    ...ids.flatMap((step): Edit[] => [
      { kind: 'rename-step', step, to: 'fresh_id' },
      { kind: 'rename-step', step, to: 'ein schöner "Name"' },
      { kind: 'remove-steps', steps: [step] },
      { kind: 'set-field', step, path: ['condition'], value: 'vars.q > 1 && "a: b" != "#"' },
      ...(waits.has(step)
        ? []
        : [
            { kind: 'set-field', step, path: ['timeout'], value: 'PT7M' } as const,
            { kind: 'set-field', step, path: ['type'], value: 'OTHER' } as const,
            ...fields.map(([path, value]) => ({ kind: 'set-field', step, path, value }) as const),
            ...values.map((value): Edit => ({ kind: 'set-field', step, path: ['params'], value: { given: value } })),
          ]),
      { kind: 'duplicate-steps', steps: [step] },
      { kind: 'move-step', step },
      { kind: 'move-step', step, after: ids.at(-1) ?? step },
      {
        kind: 'add-step',
        step: { id: 'added', type: 'NEW', dependencies: [step], params: { s: 'a\nb' } },
        after: step,
      },
      ...ids
        .filter((to) => to !== step)
        .map((to): Edit => ({ kind: 'connect', from: step, to, on: 'skipped', condition: 'vars.q' })),
    ]),
    ...outline.steps.flatMap((to) =>
      to.dependencies.map(({ step }): Edit => ({ kind: 'disconnect', from: step, to: to.id })),
    ),
    { kind: 'remove-steps', steps: ids },
    { kind: 'set-head', path: ['description'], value: 'it says: "this"' },
    { kind: 'set-layout', layout: drawnLayout },
    { kind: 'set-variable', name: 'fresh', variable: { type: 'string', required: true } },
  ];
}

/** The lines that an edit may take away or change: those of the steps that mean something else, and comments above them. */
function untouchedLines(draft: Draft, after: Draft): string[] {
  // Without any step the list is written in brackets, and everything in it is gone.
  if (after.outline.steps.length === 0) return [];
  const lines = draft.text.split('\n');
  const fields = new Map(after.outline.steps.map((step) => [step.id, JSON.stringify(step.fields)]));
  const moved = after.outline.steps
    .map(({ id }) => id)
    .filter((id) => draft.outline.steps.some((step) => step.id === id));
  const order = draft.outline.steps.map(({ id }) => id).filter((id) => fields.has(id));
  const isMoved = moved.join() !== order.join();
  const touched = new Set<number>();
  for (const { id, fields: before, place } of draft.outline.steps) {
    if (place === undefined || (fields.get(id) === JSON.stringify(before) && !isMoved)) continue;
    for (let line = place.line; line <= place.lastLine; line += 1) touched.add(line);
    for (let line = place.line - 1; /^\s*(#|\r?$)/.test(lines[line - 1] ?? 'x'); line -= 1) touched.add(line);
    for (let line = place.lastLine + 1; /^\s*(#|\r?$)/.test(lines[line - 1] ?? 'x'); line += 1) touched.add(line);
  }
  // What is drawn of a step goes with it.
  if (JSON.stringify(layoutOf(draft)) !== JSON.stringify(layoutOf(after))) {
    const first = lines.findIndex((line) => line.startsWith('layout:'));
    for (let line = first; line < lines.length && (line === first || !/^\S/.test(lines[line] ?? '')); line += 1)
      touched.add(line + 1);
  }
  return lines.filter((_, index) => !touched.has(index + 1));
}

function layoutOf({ tree }: Draft): Json {
  return isJsonObject(tree?.value) ? (tree.value.layout ?? null) : null;
}

// Between brackets and in JSON a comma is set behind a line that stays otherwise.
const plain = (line: string) => line.trimEnd().replace(/,(?=\s*(?:#.*)?$)/, '');

function assertKept(lines: string[], after: string): void {
  const found = after.split('\n').map(plain);
  let at = 0;
  for (const line of lines) {
    const next = found.indexOf(plain(line), at);
    assert.ok(next !== -1, `the line "${line}" is still there`);
    at = next + 1;
  }
}

/** Why an edit may be refused: what an anchor shares cannot change for one alone, nor a list behind `:` move. */
const isShared = ({ text }: Written) => /[&*]\w|^: /m.test(text);

const headEdits = ['set-head', 'set-variable', 'set-layout'];

for (const written of corpus) {
  test(`an edit changes what it means and only its lines: ${written.name}`, () => {
    const draft = openDraft(written.text);
    const before = meaningOf(written.text);
    const isHeadOnOneLine = draft.outline.steps.some(({ place }) => place?.line === 1);
    for (const edit of editsOf(draft)) {
      const outcome = applyEdit(draft, edit);
      const said = JSON.stringify(edit);
      if (!outcome.ok) {
        assert.ok(isShared(written), `${said} is refused: ${outcome.refusals[0]?.message}`);
        continue;
      }
      const after = outcome.value.draft;
      const wanted = meant(before, edit);
      if (wanted !== undefined) assert.deepEqual(meaningOf(after.text), wanted, said);
      if (edit.kind !== 'remove-steps' || edit.steps.length === 1) meaningOf(after.text);
      if (!isHeadOnOneLine && !headEdits.includes(edit.kind)) {
        assert.doesNotThrow(() => assertKept(untouchedLines(draft, after), after.text), `${said}\n${after.text}`);
      }
      assert.equal(after.text.includes('\r\n'), written.text.includes('\r\n'));
      const history = record(noHistory, { before: draft.text, after: after.text });
      const undone = undo(history, after.text);
      if (after.text !== draft.text) assert.equal(undone?.text, draft.text, 'an edit can be taken back to the byte');
      if (undone !== undefined) assert.equal(redo(undone.history, undone.text)?.text, after.text);
    }
  });
}

test('what is read is printed and read as the same', () => {
  for (const { name, text } of corpus) {
    const parsed = parseDefinition({ yaml: text });
    assert.ok(parsed.ok, name);
    const again = parseDefinition({ definition: printDefinition(parsed.definition) });
    assert.ok(again.ok, name);
    assert.deepEqual(again.definition, parsed.definition, name);
  }
});

test('edits in a row keep the text readable, and all are taken back to the byte', () => {
  const picks = fc.array(fc.nat(10_000), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(fc.constantFrom(...corpus), picks, ({ text }, numbers) => {
      let draft = openDraft(text);
      let history = noHistory;
      for (const number of numbers) {
        const edits = editsOf(draft);
        const edit = edits[number % edits.length];
        const outcome = edit === undefined ? undefined : applyEdit(draft, edit);
        if (outcome?.ok !== true) continue;
        history = record(history, { before: draft.text, after: outcome.value.draft.text });
        draft = outcome.value.draft;
        assert.equal(draft.isBroken, false);
      }
      let back = draft.text;
      for (let undone = undo(history, back); undone !== undefined; undone = undo(undone.history, back))
        back = undone.text;
      assert.equal(back, text);
    }),
    { numRuns: 60 },
  );
});
