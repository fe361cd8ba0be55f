/** Looks for what is odd about a definition that can be read: conditions with one answer, steps that never run, variables for nothing. */
import { valueBounds } from '#domain/bounds/value.ts';
import { createBudget } from '#domain/expression/budget.ts';
import type { Definition } from '#domain/workflow/definition.ts';
import { compileOnce } from '#domain/workflow/expressions/expression-checks.ts';
import { foregoneAnswer } from '#domain/workflow/expressions/foregone.ts';
import { graphOf, topologicalOrder } from '#domain/workflow/graph.ts';
import { type Locate, nowhere } from '#domain/workflow/problem.ts';
import { type Answer, findUnreachable } from './unreachable.ts';
import { type Warning, type WarningList, warn } from './warning.ts';

/** Everything odd, the most important first, up to the bound. */
export function findWarnings(definition: Definition, locate: Locate = nowhere): Warning[] {
  const list: WarningList = { warnings: [], locate };
  const answer = rememberAnswers();
  warnOfUnreachable(list, definition, answer);
  warnOfConditions(list, definition, answer);
  warnOfVariables(list, definition);
  const weight = ({ severity }: Warning) => (severity === 'WARNING' ? 0 : 1);
  return list.warnings.toSorted((one, other) => weight(one) - weight(other)).slice(0, valueBounds.problemsMax);
}

// All conditions of a definition together cost no more than one move of a run.
function rememberAnswers(): Answer {
  const compile = compileOnce();
  const budget = createBudget();
  const known = new Map<string, boolean | undefined>();
  return (text) => {
    if (text === undefined) return undefined;
    if (!known.has(text)) {
      const compiled = compile(text);
      known.set(text, compiled.ok ? foregoneAnswer(compiled.value, budget) : undefined);
    }
    return known.get(text);
  };
}

function warnOfUnreachable(list: WarningList, { steps }: Definition, answer: Answer): void {
  const indexOf = new Map(steps.map(({ id }, index) => [id, index]));
  // An id twice, or a circle: that is said elsewhere, and who runs after whom cannot be.
  if (indexOf.size < steps.length) return;
  const order = topologicalOrder(graphOf(steps, indexOf));
  if (order.length < steps.length) return;
  for (const { step, message } of findUnreachable({ steps, order, indexOf, answer })) {
    const path = ['tasks', String(step)];
    const stepId = steps[step]?.id ?? '';
    warn(list, { code: 'UNREACHABLE_STEP', message: `${stepId} never runs: ${message}`, path, stepId });
  }
}

function warnOfConditions(list: WarningList, { steps }: Definition, answer: Answer): void {
  for (const [index, { id: stepId, condition, dependencies, loop }] of steps.entries()) {
    const path = ['tasks', String(index)];
    const say = (text: string | undefined, end: string[], words: { never: string; always: string }) => {
      const foregone = answer(text);
      if (foregone === undefined) return;
      const code = foregone ? 'ALWAYS_TRUE' : 'NEVER_TRUE';
      const message = `"${text}" is ${foregone ? 'always' : 'never'} true: ${foregone ? words.always : words.never}`;
      warn(list, { code, message, path: [...path, ...end], stepId });
    };
    say(condition, ['condition'], {
      never: `${stepId} is always skipped`,
      always: 'the step runs the same without it',
    });
    for (const [position, dependency] of dependencies.entries())
      say(dependency.condition, ['dependencies', String(position), 'condition'], {
        never: `the dependency on ${dependency.step} is never taken`,
        always: 'the dependency is taken the same without it',
      });
    if (loop?.kind === 'while')
      say(loop.condition, ['while'], {
        never: `${stepId} is carried out once`,
        always: `${stepId} goes on until it has run too often, and fails`,
      });
  }
}

// Every way to read a variable, in expressions wherever they stand; a text that only looks like one does no harm.
const readPattern = /\bvars\s{0,8}(?:\.\??\s{0,8}|\[\??\s{0,8}\\?["'])(\w+)/g;

function warnOfVariables(list: WarningList, { steps, variables }: Definition): void {
  const names = Object.keys(variables);
  if (names.length === 0) return;
  const used = new Set([...JSON.stringify(steps).matchAll(readPattern)].map(([, name]) => name));
  // What a step writes is what the run hands back.
  for (const { output } of steps) for (const name of Object.keys(output ?? {})) used.add(name);
  for (const name of names) {
    if (used.has(name)) continue;
    const message = `no step reads or writes the variable ${name}`;
    warn(list, { code: 'UNUSED_VARIABLE', message, path: ['variables', name] });
  }
}
