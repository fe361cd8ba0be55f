/** The words that may stand at the end of an expression that is being written. */
import { expressionFunctions } from '#domain/expression/functions.ts';
import { anyType, sayType, textType, type ValueType } from '#domain/expression/value-type.ts';
import type { ExpressionWorld } from './expression-world.ts';

/** `text` is what is written, `detail` a short remark, `meaning` a sentence. */
export type ExpressionWord = { word: string; text: string; detail: string; meaning?: string; isLess?: boolean };

/** `typed` is the word begun, which the chosen one takes the place of. */
export type ExpressionWords = { typed: string; words: ExpressionWord[] };

// A path of names with the word that is begun behind it: `tasks.my-step.res`.
const pathPattern = /((?:[A-Za-z_]\w*)(?:\.\??[\w-]+)*\.\??)?([\w-]*)$/;
const statePattern = /tasks(?:\.([\w-]+)|\["([^"]+)"\])\.state\s*[!=]=\s*(["'])(\w*)$/;
const states: readonly [state: string, meaning: string][] = [
  ['SUCCEEDED', 'It ended well.'],
  ['FAILED', 'It failed.'],
  ['DEAD', 'It failed for good after all its attempts.'],
  ['SKIPPED', 'It was not needed.'],
  ['CANCELLED', 'It was cancelled.'],
  ['PENDING', 'It has not ended yet.'],
];

/** Every word that fits after `before`; undefined in the midst of a text or a number. */
export function completeExpression(before: string, world: ExpressionWorld): ExpressionWords | undefined {
  const near = before.slice(-pathLengthMax);
  const state = statePattern.exec(near);
  if (state !== null)
    return { typed: state[4] ?? '', words: states.map(([word, meaning]) => plain(word, { detail: 'state', meaning })) };
  if (isInText(before)) return undefined;
  const [, path = '', typed = ''] = pathPattern.exec(near) ?? [];
  if (path === '' && /^\d/.test(typed)) return undefined;
  if (path === '') return /[.)\]]$/.test(before) ? undefined : { typed, words: rootWords(world) };
  const keys = path.replace(/\.\??$/, '').split(/\.\??/);
  return { typed, words: wordsBelow(keys, world) };
}

// Nobody reads further along a path than this.
const pathLengthMax = 400;

// Whoever is in quotes writes words of their own.
function isInText(before: string): boolean {
  let quote = '';
  for (let at = 0; at < before.length; at += 1) {
    const letter = before.charAt(at);
    if (quote !== '' && letter === '\\') at += 1;
    else if (quote === letter) quote = '';
    else if (quote === '' && (letter === '"' || letter === "'")) quote = letter;
  }
  return quote !== '';
}

function rootWords({ names, variables, steps }: ExpressionWorld): ExpressionWord[] {
  const alone = expressionFunctions.filter(({ of }) => of === null);
  return [
    ...(variables.length > 0 ? [plain('vars', { text: 'vars.', detail: 'variables' })] : []),
    ...(steps.length > 0 ? [plain('tasks', { text: 'tasks.', detail: 'steps' })] : []),
    ...[...names].map(([name, type]) => plain(name, { detail: nameMeanings[name] ?? sayType(type) })),
    ...alone.map(functionWord),
    plain('true', { detail: 'true or false' }),
    plain('false', { detail: 'true or false' }),
  ];
}

const nameMeanings: Readonly<Record<string, string>> = {
  run: 'the run',
  now: 'the instant',
  result: 'what the task left',
  item: 'the item',
  index: 'its number from 0',
};

function wordsBelow(keys: readonly string[], world: ExpressionWorld): ExpressionWord[] {
  const [root = '', id = '', ...rest] = keys;
  if (keys.length === 1 && root === 'vars')
    return world.variables.map(({ name, type }) => plain(name, { detail: sayType(type) }));
  if (keys.length === 1 && root === 'tasks') return stepWords(world);
  if (root === 'tasks' && rest.length === 0) return partsOfStep(id, world);
  const type = typeAt(keys, world);
  return type === undefined ? [] : wordsOf(type);
}

function stepWords({ steps }: ExpressionWorld): ExpressionWord[] {
  return steps.map(({ id, task, isBefore }) =>
    plain(id, {
      text: `${id}.`,
      detail: isBefore ? (task ?? 'step') : 'state only',
      ...(!isBefore && { isLess: true, meaning: 'It need not have ended by then, so only its state may be read.' }),
    }),
  );
}

function partsOfStep(id: string, { steps }: ExpressionWorld): ExpressionWord[] {
  const step = steps.find((one) => one.id === id);
  const state = plain('state', {
    detail: 'a text',
    meaning: 'SUCCEEDED, FAILED, SKIPPED …; PENDING until it has ended.',
  });
  if (step?.isBefore === false) return [state];
  return [
    plain('result', { detail: sayType(step?.result ?? anyType), meaning: 'What its task left.' }),
    state,
    plain('error', { detail: 'an object', meaning: 'Why it failed; null when it did not.' }),
  ];
}

/** The type of what a path reads; undefined when there is no such thing. */
function typeAt([root = '', ...keys]: readonly string[], world: ExpressionWorld): ValueType | undefined {
  const [first = '', second = '', ...rest] = keys;
  if (root === 'vars') return below(world.scope.variable(first), keys.slice(1));
  if (root !== 'tasks') {
    const named = world.names.get(root);
    // A name that nobody knows is the variable of a loop.
    return below(named ?? anyType, keys);
  }
  if (second === 'state') return below(textType, rest);
  return below(second === 'result' ? world.scope.stepResult(first) : anyType, rest);
}

function below(type: ValueType, keys: readonly string[]): ValueType | undefined {
  let here: ValueType | undefined = type;
  for (const key of keys) here = here?.kind === 'object' ? (here.fields.get(key) ?? anyType) : anyType;
  return here;
}

function wordsOf(type: ValueType): ExpressionWord[] {
  const fields = type.kind === 'object' ? [...type.fields] : [];
  return [
    ...fields.map(([name, inner]) => plain(name, { detail: sayType(inner) })),
    ...expressionFunctions.filter(({ of }) => of === type.kind).map(functionWord),
  ];
}

function functionWord({ name, signature, meaning }: (typeof expressionFunctions)[number]): ExpressionWord {
  const isEmpty = signature.endsWith('()');
  return { word: signature, text: isEmpty ? signature : `${name}(`, detail: 'function', meaning };
}

function plain(word: string, more: Partial<ExpressionWord> & { detail: string }): ExpressionWord {
  return { word, text: word, ...more };
}
