import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nouns } from '#components/nouns/nouns.ts';
import { isIdOf, pathOfId, sayNumber, thingAt } from './noun.ts';

const uuid = '01a1fd22-f6e7-7000-802e-5f7b7aa01234';

test('a whole id leads to the page of its thing, whichever noun it is of', () => {
  assert.equal(pathOfId(nouns, `job_${uuid}`)?.path, `/jobs/job_${uuid}`);
  assert.equal(pathOfId(nouns, `run_${uuid}`)?.path, `/runs/run_${uuid}`);
  assert.equal(pathOfId(nouns, `sch_${uuid}`)?.path, `/schedules/sch_${uuid}`);
  assert.equal(pathOfId(nouns, `wfl_${uuid}`)?.path, `/workflows/wfl_${uuid}`);
  assert.equal(pathOfId(nouns, `tsk_${uuid}`)?.path, `/tasks/tsk_${uuid}`);
  assert.equal(pathOfId(nouns, 'job_123'), undefined);
  assert.equal(pathOfId(nouns, `tnt_${uuid}`), undefined);
});

test('the page of one thing has its name; a list, a form and a page below it have none', () => {
  assert.equal(thingAt(nouns, `/jobs/job_${uuid}`)?.word, 'Job …7aa01234');
  assert.equal(thingAt(nouns, '/workflows/nightly%20payroll')?.word, 'nightly payroll');
  assert.equal(thingAt(nouns, '/jobs'), undefined);
  assert.equal(thingAt(nouns, '/workflows/new'), undefined);
  assert.equal(thingAt(nouns, `/schedules/sch_${uuid}/edit`), undefined);
  assert.equal(thingAt(nouns, '/queues/billing')?.word, 'billing');
  assert.equal(thingAt(nouns, '/workers/billing'), undefined);
});

test('an address calls a thing by its id or by its name', () => {
  const workflow = nouns.find(({ name }) => name === 'workflow');
  assert.ok(workflow !== undefined);
  assert.equal(isIdOf(workflow, `wfl_${uuid}`), true);
  assert.equal(isIdOf(workflow, `job_${uuid}`), false);
  assert.equal(isIdOf(workflow, 'nightly payroll'), false);
});

test('numbers are said with their noun', () => {
  assert.equal(sayNumber(1, { one: 'job', many: 'jobs' }), '1 job');
  assert.equal(sayNumber(1_234, { one: 'job', many: 'jobs' }), '1,234 jobs');
});

test('no two nouns share a name, a path, a letter or a type of id', () => {
  for (const field of ['name', 'path', 'letter', 'idType'] as const) {
    const values = nouns.flatMap((noun) => noun[field] ?? []);
    assert.equal(new Set(values).size, values.length, field);
  }
});
