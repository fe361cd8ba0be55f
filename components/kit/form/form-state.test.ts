import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  afterSending,
  beginForm,
  type FormState,
  innerProblems,
  isDirty,
  type Problems,
  placeRefusals,
  problemsOf,
} from './form-state.ts';

type Values = { name: string; kind: string; target: string; params: string };
type Field = 'name' | 'target' | 'params';
const fields = {
  name: { label: 'Name', of: ['name'] },
  target: { label: 'Target', of: ['kind', 'target'] },
  params: { label: 'Params', of: ['params'] },
} as const;
const begun: FormState<Field, Values> = beginForm({ name: '', kind: 'task', target: 'report', params: '{}' });
const own: Problems<Field> = { name: 'It needs a name.', params: 'Not JSON.' };

test('nothing is wrong with a form that nobody has finished', () => {
  assert.deepEqual(problemsOf(begun, own, fields), {});
});

test('a field that was left says what is wrong with it, and after a try every field does', () => {
  assert.deepEqual(problemsOf({ ...begun, touched: new Set<Field>(['name']) }, own, fields), { name: own.name });
  assert.deepEqual(problemsOf({ ...begun, wasTried: true }, own, fields), own);
});

test('a refusal stands at the field that its path names, and several at one field are read together', () => {
  const placed = placeRefusals(
    [
      { message: 'the name is taken', path: ['input', 'name'] },
      { message: 'there is no task "x"', path: ['target', 'task'] },
      { message: 'it is paused', path: ['target'] },
      { message: 'the schedule has ended', path: ['id'] },
      { message: 'the tenant has no room for more jobs!', path: null },
    ],
    fields,
  );
  assert.deepEqual(placed.problems, {
    name: 'The name is taken.',
    target: 'There is no task "x". It is paused.',
  });
  assert.deepEqual(placed.others, ['The schedule has ended.', 'The tenant has no room for more jobs!']);
});

test('a refusal about a part of a field keeps the way to that part', () => {
  const refusals = [{ message: 'depth must be a number', path: ['params', 'settings', 'depth'] }];
  const state = { ...begun, refused: { ...placeRefusals(refusals, fields), values: begun.values } };
  const inner = [{ path: ['settings', 'depth'], message: 'Depth must be a number.' }];
  assert.deepEqual(innerProblems(state, 'params', fields), inner);
  const changed = { ...state, values: { ...state.values, params: '{"a":1}' } };
  assert.deepEqual(innerProblems(changed, 'params', fields), []);
});

test('what was refused stands until its field is changed, whichever of its values it is', () => {
  const refused = { problems: { name: 'Taken.', target: 'Gone.' }, inner: {}, others: [], values: begun.values };
  const state = { ...begun, refused };
  assert.deepEqual(problemsOf(state, {}, fields), { name: 'Taken.', target: 'Gone.' });
  const other = { ...state, values: { ...state.values, kind: 'workflow' } };
  assert.deepEqual(problemsOf(other, {}, fields), { name: 'Taken.' });
});

test('a form is dirty while its values differ from those that it began with', () => {
  const typed = { ...begun, values: { ...begun.values, name: 'a' } };
  assert.equal(isDirty(typed), true);
  assert.equal(isDirty({ ...typed, values: { ...begun.values } }), false, 'taken back');
  assert.equal(isDirty(afterSending(typed)), false, 'kept elsewhere');
});
