// What people do with failures: takes them on, puts them off, resolves them; and what brings them back.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { permissionsOf } from '#domain/access/permissions.ts';
import { failureBounds } from '#domain/bounds/failure.ts';
import type { Outcome } from '#domain/refusal.ts';
import { listFailures } from '#engine/failure/list-failures.ts';
import { loadFailureActs } from '#engine/failure/load-failure-parts.ts';
import type { Context } from '#engine/store/context.ts';
import { newId } from '#engine/store/id.ts';
import { type Bundle, openBundle, valueOf } from '#testing/bundle.ts';
import { openStage, type Stage } from '#testing/stage.ts';
import { failJobs, groupFailures } from '#testing/worlds/failing-jobs.ts';
import { justNow } from '#testing/worlds/just-now.ts';
import { acknowledgeFailures } from './acknowledge-failures.ts';
import { actOnFailures, changeFailures } from './act-on-failures.ts';
import { assignFailures } from './assign-failures.ts';
import { commentOnFailure } from './comment-on-failure.ts';
import { reopenFailures } from './reopen-failures.ts';
import { resolveFailures } from './resolve-failures.ts';
import { snoozeFailures } from './snooze-failures.ts';

let bundle: Bundle;
before(async () => {
  bundle = await openBundle();
});
after(() => bundle.close());

/** A tenant whose jobs failed in these ways; the ids of its failures in this order. */
async function failed(...messages: string[]): Promise<{ stage: Stage; ids: string[] }> {
  const stage = await openStage(bundle);
  await failJobs(
    stage,
    messages.map((message) => ({ message })),
  );
  await groupFailures(bundle);
  const { nodes } = valueOf(await listFailures(stage.context, {}));
  const idOf = new Map(nodes.map(({ message, id }) => [message, id]));
  return { stage, ids: messages.map((message) => idOf.get(message) ?? '') };
}

async function stateOf({ context }: Stage, id: string) {
  const { nodes } = valueOf(await listFailures(context, { filter: { ids: [id] } }));
  return nodes[0];
}

const codesOf = (outcome: Outcome<unknown>) =>
  outcome.ok ? 'done' : outcome.refusals.map(({ code, path }) => `${code} ${path.join('.')}`).join();

/** The same tenant for a person with a name. */
async function person({ context }: Stage, name: string): Promise<Context> {
  const id = newId();
  const { client } = bundle.owner;
  await client.user.create({ data: { id, email: `${id}@example.com`, name, passwordHash: 'none' } });
  await client.member.create({ data: { tenantId: context.tenantId, userId: id, role: 'OPERATOR' } });
  return { ...context, actor: { kind: 'user', id, name, role: 'OPERATOR', permissions: permissionsOf('OPERATOR') } };
}

const inAnHour = () => new Date(Date.now() + 3_600_000);

test('whoever takes a failure on owns it, unless somebody does; history names people', async () => {
  const { stage, ids } = await failed('disk is full');
  const [id = ''] = ids;
  const [ada, bob] = [await person(stage, 'Ada'), await person(stage, 'Bob')];
  valueOf(await acknowledgeFailures(ada, { ids, reason: 'mine' }));
  valueOf(await acknowledgeFailures(bob, { ids }));
  const owned = await stateOf(stage, id);
  assert.deepEqual([owned?.state, owned?.assigneeId], ['ACKNOWLEDGED', ada.actor.id]);
  valueOf(await assignFailures(ada, { ids, member: bob.actor.id }));
  valueOf(await commentOnFailure(bob, { id, text: 'the disk is on its way' }));
  valueOf(await assignFailures(ada, { ids, member: null }));
  const failure = await stateOf(stage, id);
  assert.equal(failure?.assigneeId, null);
  const acts = failure === undefined ? [] : ((await loadFailureActs(stage.context, [failure])).get(id) ?? []);
  assert.deepEqual(
    acts.map(({ type, by, reason }) => [type, by, reason]),
    [
      ['failure.assigned', 'Ada', null],
      ['failure.commented', 'Bob', null],
      ['failure.assigned', 'Ada', null],
      ['failure.acknowledged', 'Ada', 'mine'],
      ['failure.opened', 'Taskflow', null],
    ],
  );
  assert.deepEqual(acts[1]?.payload, { text: 'the disk is on its way' });
});

test('a failure that was resolved comes back open when it is seen again, and not for what had failed before', async () => {
  const { stage, ids } = await failed('disk is full');
  const [id = ''] = ids;
  await failJobs(stage, [{ message: 'disk is full' }]);
  valueOf(await resolveFailures(stage.context, { ids, reason: 'it has a new disk' }));
  await groupFailures(bundle);
  const resolved = await stateOf(stage, id);
  assert.deepEqual([resolved?.state, resolved?.count, resolved?.reason], ['RESOLVED', 2, 'it has a new disk']);
  await failJobs(stage, [{ message: 'disk is full' }]);
  await groupFailures(bundle);
  const back = await stateOf(stage, id);
  assert.deepEqual([back?.state, back?.count, back?.resolvedAt, back?.reason], ['OPEN', 3, null, null]);
  const [newest] = back === undefined ? [] : ((await loadFailureActs(stage.context, [back])).get(id) ?? []);
  assert.deepEqual([newest?.type, newest?.reason, newest?.from], ['failure.reopened', 'it was seen again', 'RESOLVED']);
});

test('a snooze ends by the clock of the database, and being seen does not end it', async () => {
  const { stage, ids } = await failed('disk is full', 'line is dead');
  const [id = '', other = ''] = ids;
  valueOf(await snoozeFailures(stage.context, { ids, until: inAnHour() }));
  await failJobs(stage, [{ message: 'disk is full' }]);
  await groupFailures(bundle);
  assert.deepEqual([(await stateOf(stage, id))?.state, (await stateOf(stage, id))?.count], ['SNOOZED', 2]);
  const later = new Date(Date.now() + 7_200_000);
  valueOf(await snoozeFailures(stage.context, { ids: [other], until: later }));
  assert.deepEqual((await stateOf(stage, other))?.snoozedUntil, later);
  await bundle.owner.client.$executeRaw`update failures set snoozed_until = ${justNow} where id = ${id}::uuid`;
  await groupFailures(bundle);
  assert.deepEqual(
    [(await stateOf(stage, id))?.state, (await stateOf(stage, id))?.snoozedUntil, (await stateOf(stage, other))?.state],
    ['OPEN', null, 'SNOOZED'],
  );
});

test('what makes no sense is refused at its place, and of a list nothing is done then', async () => {
  const { stage, ids } = await failed('a thing broke', 'another broke');
  const [resolved = '', open = ''] = ids;
  const { context } = stage;
  valueOf(await resolveFailures(context, { ids: [resolved] }));
  const foreign = (await failed('elsewhere')).ids[0] ?? '';
  assert.equal(codesOf(await acknowledgeFailures(context, { ids })), 'ILLEGAL_TRANSITION ids.0');
  assert.equal(codesOf(await snoozeFailures(context, { ids, until: inAnHour() })), 'ILLEGAL_TRANSITION ids.0');
  assert.equal(
    codesOf(await resolveFailures(context, { ids: [open, foreign, newId()] })),
    'NOT_FOUND ids.1,NOT_FOUND ids.2',
  );
  assert.equal(codesOf(await snoozeFailures(context, { ids: [open], until: new Date(0) })), 'BAD_INPUT until');
  const tooLate = new Date(Date.now() + failureBounds.snoozeMsMax + 60_000);
  assert.equal(codesOf(await snoozeFailures(context, { ids: [open], until: tooLate })), 'BAD_INPUT until');
  assert.equal(codesOf(await assignFailures(context, { ids: [open], member: newId() })), 'NOT_FOUND member');
  assert.equal(codesOf(await commentOnFailure(context, { id: open, text: '  ' })), 'BAD_INPUT text');
  assert.equal(codesOf(await commentOnFailure(context, { id: foreign, text: 'x' })), 'NOT_FOUND id');
  assert.equal(codesOf(await resolveFailures(context, { ids: [] })), 'BAD_INPUT ids');
  const many = Array.from({ length: failureBounds.failuresPerCallMax + 1 }, () => open);
  assert.equal(codesOf(await reopenFailures(context, { ids: many })), 'TOO_LARGE ids');
  assert.equal(codesOf(await resolveFailures(context, { ids: [open], reason: 'x'.repeat(4_001) })), 'BAD_INPUT reason');
  const viewer = { ...context, actor: { ...context.actor, permissions: permissionsOf('VIEWER') } };
  assert.equal(codesOf(await reopenFailures(viewer, { ids })), 'FORBIDDEN ');
  assert.equal((await stateOf(stage, open))?.state, 'OPEN');
  valueOf(await reopenFailures(context, { ids }));
  assert.equal((await stateOf(stage, resolved))?.state, 'OPEN');
});

test('an act that breaks off half-way leaves every failure as it was', async () => {
  const { stage, ids } = await failed('disk is full');
  const breaking = actOnFailures(stage.context, { ids }, async (tx) => {
    await changeFailures(tx, { ids, change: { type: 'failure.resolved', to: 'RESOLVED' }, actor: 'system:test' });
    throw new Error('the power went');
  });
  await assert.rejects(breaking, /the power went/);
  const failure = await stateOf(stage, ids[0] ?? '');
  assert.deepEqual([failure?.state, failure?.eventIds.length], ['OPEN', 1]);
});

test('an act that changes nothing tells nothing, and of all acts the newest are kept', async () => {
  const { stage, ids } = await failed('disk is full');
  const [id = ''] = ids;
  valueOf(await reopenFailures(stage.context, { ids }));
  const { client } = bundle.owner;
  assert.equal((await client.failure.findFirstOrThrow({ where: { id } })).eventIds.length, 1);
  await client.$executeRaw`
    update failures set event_ids = array(select n from generate_series(-${failureBounds.actsKeptMax}::int, -1) n) where id = ${id}::uuid`;
  valueOf(await resolveFailures(stage.context, { ids }));
  const { eventIds } = await client.failure.findFirstOrThrow({ where: { id } });
  assert.equal(eventIds.length, failureBounds.actsKeptMax);
  assert.ok((eventIds.at(-1) ?? 0n) > 0n);
});

test('failures are listed by what is asked, the one seen last first, page by page', async () => {
  const { stage, ids } = await failed('disk is full', 'line is dead', 'no paper');
  const { context } = stage;
  await failJobs(stage, [{ message: 'line is dead', to: 'DEAD' }]);
  await groupFailures(bundle);
  valueOf(await resolveFailures(context, { ids: [ids[2] ?? ''] }));
  const found = async (filter: Parameters<typeof listFailures>[1]['filter']) =>
    valueOf(await listFailures(context, { filter })).nodes.map(({ message }) => message);
  assert.equal((await found({}))[0], 'line is dead');
  assert.deepEqual((await found({ states: ['OPEN'] })).toSorted(), ['disk is full', 'line is dead']);
  assert.deepEqual(await found({ kind: 'DEAD' }), ['line is dead']);
  assert.deepEqual(await found({ query: 'PAPER' }), ['no paper']);
  assert.deepEqual((await found({ query: 'task:noop type:NO' })).length, 3);
  assert.deepEqual(await found({ task: 'other' }), []);
  assert.deepEqual(await found({ assignee: newId() }), []);
  assert.deepEqual(await found({ firstSeenAfter: inAnHour() }), []);
  const first = valueOf(await listFailures(context, { first: 2 }));
  const rest = valueOf(await listFailures(context, { first: 2, after: first.endCursor }));
  assert.deepEqual([first.nodes.length, rest.nodes.length, first.totalCount, first.hasNextPage], [2, 1, 3, true]);
  assert.equal(new Set([...first.nodes, ...rest.nodes].map(({ id }) => id)).size, 3);
  assert.equal(codesOf(await listFailures(context, { after: 'bm9uc2Vuc2U' })), 'BAD_INPUT after');
});
