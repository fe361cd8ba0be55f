import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { viewBounds } from '#domain/bounds/view.ts';
import type { Outcome } from '#domain/refusal.ts';
import type { Context } from '#engine/store/context.ts';
import { newId } from '#engine/store/id.ts';
import { type Bundle, openBundle, valueOf } from '#testing/bundle.ts';
import { deleteView, listViews, saveView } from './saved-views.ts';

let bundle: Bundle;
before(async () => {
  bundle = await openBundle();
});
after(() => bundle.close());

const view = { list: 'jobs', name: 'Night', query: 'state:DEAD' };

function codeOf(outcome: Outcome<unknown>): string {
  return outcome.ok ? '' : (outcome.refusals[0]?.code ?? '');
}

async function namesFor(context: Context, list = 'jobs'): Promise<string[]> {
  return valueOf(await listViews(context, { list })).map(({ name, query }) => `${name}: ${query}`);
}

test('a view of one’s own is seen and deleted by nobody else, and one that is shared by everybody', async () => {
  const tenant = await bundle.tenant();
  const [ann, bob] = [
    await bundle.person(tenant, { role: 'OPERATOR' }),
    await bundle.person(tenant, { role: 'VIEWER' }),
  ];
  const own = valueOf(await saveView(ann.acts, view));
  const all = valueOf(await saveView(ann.acts, { ...view, query: 'state:FAILED', isShared: true }));
  assert.deepEqual(await namesFor(ann.acts), ['Night: state:FAILED', 'Night: state:DEAD']);
  assert.deepEqual(await namesFor(bob.acts), ['Night: state:FAILED']);
  assert.deepEqual(await namesFor(ann.acts, 'runs'), []);
  assert.equal(codeOf(await deleteView(bob.acts, { id: own.id })), 'NOT_FOUND');
  assert.equal(codeOf(await deleteView(bob.acts, { id: all.id })), 'FORBIDDEN');
  assert.equal(codeOf(await saveView(bob.acts, { ...view, isShared: true })), 'FORBIDDEN');
  valueOf(await saveView(bob.acts, view));
  valueOf(await deleteView(ann.acts, { id: all.id }));
  assert.deepEqual(await namesFor(bob.acts), ['Night: state:DEAD']);
});

test('a view of the same name is replaced where it stands', async () => {
  const { acts } = await bundle.person(await bundle.tenant(), { role: 'OPERATOR' });
  const first = valueOf(await saveView(acts, view));
  const second = valueOf(await saveView(acts, { ...view, query: 'queue:west' }));
  assert.equal(second.id, first.id);
  assert.deepEqual(await namesFor(acts), ['Night: queue:west']);
});

test('a view of another tenant is as one that never was', async () => {
  const [tenant, other] = [await bundle.tenant(), await bundle.tenant()];
  const { id } = valueOf(await saveView(other, { ...view, isShared: true }));
  assert.deepEqual(await deleteView(tenant, { id }), await deleteView(tenant, { id: newId() }));
  assert.deepEqual(await namesFor(tenant), []);
});

test('the log tells of a view, and calls it by its name only when all share it', async () => {
  const tenant = await bundle.tenant();
  const own = valueOf(await saveView(tenant, { ...view, name: 'My secret' }));
  valueOf(await saveView(tenant, { ...view, isShared: true }));
  valueOf(await deleteView(tenant, { id: own.id }));
  const rows = await bundle.owner.client.$queryRaw<{ type: string; told: string }[]>`
    select type, payloads::text as told from events where tenant_id = ${tenant.tenantId}::uuid and type like 'view.%' order by id`;
  assert.deepEqual(
    rows.map(({ type }) => type),
    ['view.saved', 'view.saved', 'view.deleted'],
  );
  assert.ok(rows[1]?.told.includes('Night'));
  assert.ok(!JSON.stringify(rows).includes('My secret'));
});

test('what is no list, no name or no query is refused at its field', async () => {
  const tenant = await bundle.tenant();
  const refusedAt = async (wrong: object) => {
    const outcome = await saveView(tenant, { ...view, ...wrong });
    return outcome.ok ? undefined : outcome.refusals[0]?.path[0];
  };
  assert.equal(await refusedAt({ list: 'Jobs!' }), 'list');
  assert.equal(await refusedAt({ list: 'x'.repeat(1_000) }), 'list');
  for (const name of ['', ' ', 'x'.repeat(viewBounds.nameLengthMax + 1), 'N\u200bight', 'x'.repeat(1_000_000)])
    assert.equal(await refusedAt({ name }), 'name');
  assert.equal(await refusedAt({ query: 'x'.repeat(viewBounds.queryLengthMax + 1) }), 'query');
});

test('a list has so many views of one owner and no more, also when they come at the same moment', async () => {
  const { acts } = await bundle.person(await bundle.tenant(), { role: 'OPERATOR' });
  const wishes = Array.from({ length: viewBounds.viewsPerListMax + 5 }, (_, n) => ({ ...view, name: `View ${n}` }));
  const outcomes = [];
  // As many at once as there are connections.
  for (let n = 0; n < wishes.length; n += 5)
    outcomes.push(...(await Promise.all(wishes.slice(n, n + 5).map((wish) => saveView(acts, wish)))));
  assert.equal(outcomes.filter(({ ok }) => ok).length, viewBounds.viewsPerListMax);
  assert.deepEqual([...new Set(outcomes.map(codeOf))].toSorted(), ['', 'LIMIT_REACHED']);
  valueOf(await saveView(acts, { ...view, name: 'View 0', query: 'replaced' }));
  valueOf(await saveView(acts, { ...view, isShared: true }));
  valueOf(await saveView(acts, { ...view, list: 'runs' }));
});

test('all views of one owner together have a bound, too', async () => {
  const { acts, id } = await bundle.person(await bundle.tenant(), { role: 'OPERATOR' });
  const data = Array.from({ length: viewBounds.viewsPerOwnerMax }, (_, n) => ({
    id: newId(),
    tenantId: acts.tenantId,
    owner: `user:${id}`,
    savedBy: `user:${id}`,
    list: `list-${'abcdefghijklmnopqrstuvwxyz'.charAt(n % 26)}`,
    name: `View ${n}`,
    query: 'x',
  }));
  await bundle.owner.client.savedView.createMany({ data });
  assert.equal(codeOf(await saveView(acts, view)), 'LIMIT_REACHED');
});
