// Many schedules of one call: all of them or none, each refusal at its place.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { scheduleBounds } from '#domain/bounds/schedule.ts';
import type { Outcome } from '#domain/refusal.ts';
import { type Bundle, openBundle, valueOf } from '#testing/bundle.ts';
import { openStage, type Stage } from '#testing/stage.ts';
import { createSchedule, createSchedules } from './create-schedules.ts';
import { deleteSchedules } from './delete-schedules.ts';

let bundle: Bundle;
before(async () => {
  bundle = await openBundle();
});
after(() => bundle.close());

const daily = (name: string) => ({ name, cron: '@daily', target: { task: 'noop' } });

function refusalsOf(outcome: Outcome<unknown>): string[] {
  return outcome.ok ? [] : outcome.refusals.map(({ code, path }) => `${code} ${path.join('.')}`);
}

async function namesOf({ context: { tenantId } }: Stage): Promise<string[]> {
  const schedules = await bundle.owner.client.schedule.findMany({ where: { tenantId }, orderBy: { name: 'asc' } });
  return schedules.map(({ name }) => name);
}

test('ten thousand schedules are made by ten calls, each due at the first instant of its own timetable', async () => {
  const stage = await openStage(bundle);
  for (let call = 0; call < 10; call += 1) {
    const schedules = Array.from({ length: scheduleBounds.createdPerCallMax }, (_, n) => ({
      ...daily(`schedule ${call}-${n}`),
      cron: `${n % 60} ${call} * * *`,
    }));
    valueOf(await createSchedules(stage.context, { schedules }));
  }
  const [row] = await bundle.owner.client.$queryRaw<{ made: number; instants: number; past: number; events: number }[]>`
    select count(*)::int as made, count(distinct next_at)::int as instants, count(*) filter (where next_at <= created_at)::int as past,
      (select count(*)::int from events where tenant_id = ${stage.context.tenantId}::uuid and type = 'schedule.created') as events
    from schedules
    where tenant_id = ${stage.context.tenantId}::uuid and state = 'ACTIVE'`;
  assert.deepEqual(row, { made: 10_000, instants: 600, past: 0, events: 10 });
});

test('what is given is stored as one schedule alone would be', async () => {
  const stage = await openStage(bundle);
  const rich = {
    timeZone: 'Europe/Berlin',
    params: { n: 1 },
    overlap: 'ALLOW_ALL',
    catchUp: { policy: 'LAST', window: 'PT6H' },
    startAt: new Date('2099-01-01T00:00:00Z'),
    endAt: new Date('2099-02-01T00:00:00Z'),
  };
  const { id: alone } = valueOf(await createSchedule(stage.context, { ...daily('alone'), ...rich }));
  const { ids } = valueOf(
    await createSchedules(stage.context, {
      schedules: [
        { ...daily('together'), ...rich },
        { ...daily('paused'), paused: true },
      ],
    }),
  );
  const read = async (id: string) => {
    const {
      id: _id,
      name: _name,
      createdAt: _at,
      updatedAt: _then,
      ...rest
    } = await bundle.owner.client.schedule.findFirstOrThrow({ where: { id } });
    return rest;
  };
  assert.deepEqual(await read(ids[0] ?? ''), await read(alone));
  const paused = await read(ids[1] ?? '');
  assert.deepEqual([paused.state, paused.nextAt], ['PAUSED', null]);
  const events = await bundle.owner.client.event.findMany({
    where: { tenantId: stage.context.tenantId, type: 'schedule.created', entityIds: { hasSome: ids } },
    orderBy: { id: 'asc' },
  });
  assert.deepEqual(
    events.map(({ toState, entityIds }) => [toState, entityIds]),
    [
      ['ACTIVE', [ids[0]]],
      ['PAUSED', [ids[1]]],
    ],
  );
});

test('whatever is wrong with one of them is refused with its code and place, and none is made', async () => {
  const stage = await openStage(bundle);
  await stage.task('strict', { name: 'noop' }, { inputSchema: { type: 'object', required: ['n'] } });
  const create = async (...schedules: Parameters<typeof createSchedules>[1]['schedules']) =>
    refusalsOf(await createSchedules(stage.context, { schedules }));
  assert.deepEqual(
    await create(daily('good'), { ...daily('bad'), cron: 'never' }, { ...daily(''), timeZone: 'Nowhere/Town' }),
    ['BAD_CRON schedules.1.cron', 'BAD_INPUT schedules.2.name', 'BAD_TIME_ZONE schedules.2.timeZone'],
  );
  assert.deepEqual(
    await create(
      { ...daily('a'), target: { task: 'nothing' } },
      { ...daily('b'), target: { workflow: 'nothing' } },
      { ...daily('c'), target: { task: 'strict' } },
      { ...daily('d'), endAt: new Date(0) },
    ),
    [
      'UNKNOWN_TASK schedules.0.target.task',
      'UNKNOWN_WORKFLOW schedules.1.target.workflow',
      'PARAMS_INVALID schedules.2.params',
      'BAD_INPUT schedules.3.endAt',
    ],
  );
  assert.deepEqual(await create(), ['BAD_INPUT schedules']);
  const many = Array.from({ length: scheduleBounds.createdPerCallMax + 1 }, (_, n) => daily(`n${n}`));
  assert.deepEqual(await create(...many), ['TOO_LARGE schedules']);
  assert.deepEqual(await namesOf(stage), []);
});

test('a name is taken once, whoever asks for it at the same time; an ended schedule gives its name away', async () => {
  const stage = await openStage(bundle);
  const { ids } = valueOf(await createSchedules(stage.context, { schedules: [daily('a'), daily('b')] }));
  const taken = await createSchedules(stage.context, { schedules: [daily('c'), daily('b'), daily('c')] });
  assert.deepEqual(refusalsOf(taken), ['NAME_TAKEN schedules.2.name']);
  const held = await createSchedules(stage.context, { schedules: [daily('c'), daily('b')] });
  assert.deepEqual(refusalsOf(held), ['NAME_TAKEN schedules.1.name']);
  valueOf(await deleteSchedules(stage.context, { ids: ids.slice(0, 1) }));
  const racing = [
    ...Array.from({ length: 4 }, () => createSchedules(stage.context, { schedules: [daily('x'), daily('a')] })),
    ...Array.from({ length: 4 }, () => createSchedule(stage.context, daily('a'))),
  ];
  const outcomes = await Promise.all(racing);
  assert.equal(outcomes.filter(({ ok }) => ok).length, 1);
  for (const outcome of outcomes)
    for (const refusal of refusalsOf(outcome)) assert.match(refusal, /^NAME_TAKEN .*name$/);
  const names = await namesOf(stage);
  assert.equal(names.filter((name) => name === 'a').length, 1);
});
