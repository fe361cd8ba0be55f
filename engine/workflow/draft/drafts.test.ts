import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { draftBounds } from '#domain/bounds/draft.ts';
import { workflowBounds } from '#domain/bounds/workflow.ts';
import type { Outcome } from '#domain/refusal.ts';
import type { Context } from '#engine/store/context.ts';
import { newId } from '#engine/store/id.ts';
import { registerTask } from '#engine/task/register-task.ts';
import { listVersions } from '#engine/workflow/list-versions.ts';
import { publishWorkflow } from '#engine/workflow/publish-workflow.ts';
import { type Bundle, openBundle, valueOf } from '#testing/bundle.ts';
import { discardDraft } from './discard-draft.ts';
import { listDrafts, loadDraftAuthors, loadDraftTexts } from './drafts.ts';
import { type SaveDraftInput, saveDraft } from './save-draft.ts';

let bundle: Bundle;
before(async () => {
  bundle = await openBundle();
});
after(() => bundle.close());

const text = (description: string) =>
  `name: stock\ndescription: ${description}\ntasks:\n  - { id: count, type: count-stock }\n`;

/** A tenant with a workflow, and two people who may change it. */
async function openOffice() {
  const tenant = await bundle.tenant();
  const [ann, bob] = [
    await bundle.person(tenant, { role: 'EDITOR', name: 'Ann' }),
    await bundle.person(tenant, { role: 'EDITOR', name: 'Bob' }),
  ];
  valueOf(await registerTask(tenant, { name: 'count-stock', handler: { builtin: { name: 'noop' } } }));
  const { workflowId } = valueOf(await publishWorkflow(tenant, { yaml: text('first') }));
  const change: SaveDraftInput = { workflowId, text: text('mine'), baseVersion: 1 };
  return { tenant, ann: ann.acts, bob: bob.acts, bobName: `user:${bob.id}`, workflowId, change };
}

function refusalOf(outcome: Outcome<unknown>): string {
  const [first] = outcome.ok ? [] : outcome.refusals;
  return first === undefined ? '' : `${first.code} ${first.path.join('.')}`.trim();
}

async function textsFor(context: Context): Promise<string[]> {
  const drafts = valueOf(await listDrafts(context, {}));
  const texts = valueOf(
    await loadDraftTexts(
      context,
      drafts.map(({ id }) => id),
    ),
  );
  return drafts.map(({ id }) => texts.get(id) ?? '');
}

test('a draft is its author’s alone: others learn who writes and since when, and nothing of the text', async () => {
  const { ann, bob, bobName, workflowId, change } = await openOffice();
  const draft = valueOf(await saveDraft(bob, { ...change, text: 'name: [broken' }));
  assert.deepEqual(await textsFor(bob), ['name: [broken']);
  assert.deepEqual(await textsFor(ann), []);
  assert.equal(valueOf(await loadDraftTexts(ann, [draft.id])).size, 0);
  assert.equal(refusalOf(await discardDraft(ann, { id: draft.id })), 'NOT_FOUND id');
  const seen = (await loadDraftAuthors(ann, [workflowId])).get(workflowId);
  assert.deepEqual(seen, [{ workflowId, owner: bobName, baseVersion: 1, savedAt: draft.savedAt }]);
  assert.equal((await loadDraftAuthors(bob, [workflowId])).size, 0);
  valueOf(await saveDraft(ann, change));
  assert.deepEqual(await textsFor(bob), ['name: [broken']);
});

test('a draft of another tenant is as one that never was', async () => {
  const { ann, change } = await openOffice();
  const other = await openOffice();
  const draft = valueOf(await saveDraft(ann, change));
  const visitor: Context = { ...ann, tenantId: other.tenant.tenantId };
  assert.deepEqual(await textsFor(visitor), []);
  assert.deepEqual(await discardDraft(visitor, { id: draft.id }), await discardDraft(visitor, { id: newId() }));
  assert.equal(refusalOf(await saveDraft(visitor, change)), 'NOT_FOUND workflow');
});

test('two windows do not write over each other, and a save that is sent again meets its own text', async () => {
  const { bob, change } = await openOffice();
  const first = valueOf(await saveDraft(bob, change));
  const second = valueOf(await saveDraft(bob, { ...change, text: text('second'), revision: first.revision }));
  assert.equal(second.id, first.id);
  assert.notEqual(second.revision, first.revision);
  const stale = { ...change, text: text('stale'), revision: first.revision };
  assert.equal(refusalOf(await saveDraft(bob, stale)), 'VERSION_CONFLICT revision');
  assert.equal(refusalOf(await saveDraft(bob, { ...stale, revision: null })), 'VERSION_CONFLICT revision');
  const again = valueOf(await saveDraft(bob, { ...change, text: text('second'), revision: first.revision }));
  assert.equal(again.revision, second.revision);
  assert.deepEqual(await textsFor(bob), [text('second')]);

  assert.equal(
    refusalOf(await discardDraft(bob, { id: first.id, revision: first.revision })),
    'VERSION_CONFLICT revision',
  );
  valueOf(await discardDraft(bob, { id: first.id, revision: second.revision }));
  assert.equal(refusalOf(await saveDraft(bob, { ...stale, revision: second.revision })), 'VERSION_CONFLICT revision');
  const fresh = valueOf(await saveDraft(bob, { ...stale, revision: null }));
  assert.notEqual(fresh.revision, second.revision);
});

test('of saves at one moment one is kept', async () => {
  const { bob, change } = await openOffice();
  const outcomes = await Promise.all(['a', 'b', 'c', 'd'].map((one) => saveDraft(bob, { ...change, text: text(one) })));
  assert.deepEqual(outcomes.map(refusalOf).toSorted(), ['', ...Array(3).fill('VERSION_CONFLICT revision')]);
  assert.equal((await textsFor(bob)).length, 1);
});

test('a publication ends the draft that it was made of, but none that was saved since', async () => {
  const { bob, change, workflowId } = await openOffice();
  const first = valueOf(await saveDraft(bob, change));
  const later = valueOf(await saveDraft(bob, { ...change, text: text('later'), revision: first.revision }));
  valueOf(await publishWorkflow(bob, { yaml: change.text, baseVersion: 1, draftRevision: first.revision }));
  assert.deepEqual(await textsFor(bob), [text('later')]);
  const published = { yaml: text('later'), note: '  counted anew ', draftRevision: later.revision };
  assert.equal(refusalOf(await publishWorkflow(bob, { ...published, baseVersion: 1 })), 'VERSION_CONFLICT baseVersion');
  assert.deepEqual(await textsFor(bob), [text('later')]);
  valueOf(await publishWorkflow(bob, { ...published, baseVersion: 2 }));
  assert.deepEqual(await textsFor(bob), []);
  const versions = valueOf(await listVersions(bob, { workflowId, first: 10 }));
  assert.deepEqual(
    versions.nodes.map(({ note }) => note),
    ['counted anew', null, null],
  );
});

test('nobody publishes the draft of somebody else away', async () => {
  const { ann, bob, change } = await openOffice();
  const draft = valueOf(await saveDraft(bob, change));
  valueOf(await publishWorkflow(ann, { yaml: text('theirs'), draftRevision: draft.revision }));
  valueOf(await publishWorkflow(ann, { yaml: text('theirs too'), draftRevision: 'no revision' }));
  assert.deepEqual(await textsFor(bob), [change.text]);
});

test('the log tells that a draft was begun and ended, and nothing of what it says', async () => {
  const { tenant, bob, change } = await openOffice();
  const first = valueOf(await saveDraft(bob, { ...change, text: 'my secret' }));
  const next = valueOf(await saveDraft(bob, { ...change, text: 'my second secret', revision: first.revision }));
  valueOf(await discardDraft(bob, { id: next.id }));
  const rows = await bundle.owner.client.$queryRaw<{ type: string; told: string }[]>`
    select type, payloads::text as told from events where tenant_id = ${tenant.tenantId}::uuid and type like 'draft.%' order by id`;
  assert.deepEqual(
    rows.map(({ type }) => type),
    ['draft.begun', 'draft.ended'],
  );
  assert.ok(!JSON.stringify(rows).includes('secret'));
});

test('what is no draft is refused at its field', async () => {
  const { bob, change } = await openOffice();
  const wrong: [Partial<SaveDraftInput>, string][] = [
    [{ key: 'both' }, 'BAD_INPUT workflow'],
    [{ workflowId: null }, 'BAD_INPUT workflow'],
    [{ workflowId: newId() }, 'NOT_FOUND workflow'],
    [{ workflowId: null, key: ' ' }, 'BAD_INPUT key'],
    [{ workflowId: null, key: 'x'.repeat(draftBounds.keyLengthMax + 1), baseVersion: 0 }, 'BAD_INPUT key'],
    [{ workflowId: null, key: 'new', baseVersion: 1 }, 'BAD_INPUT baseVersion'],
    [{ baseVersion: 0 }, 'BAD_INPUT baseVersion'],
    [{ baseVersion: 2 }, 'BAD_INPUT baseVersion'],
    [{ baseVersion: -1 }, 'BAD_INPUT baseVersion'],
    [{ text: 'a\u0000b' }, 'BAD_INPUT text'],
    [{ text: '\ud800' }, 'BAD_INPUT text'],
    [{ text: 'é'.repeat(workflowBounds.definitionSizeBytesMax / 2 + 1) }, 'TOO_LARGE text'],
    [{ revision: 'none' }, 'VERSION_CONFLICT revision'],
  ];
  for (const [part, refusal] of wrong) assert.equal(refusalOf(await saveDraft(bob, { ...change, ...part })), refusal);
  assert.deepEqual(await textsFor(bob), []);
  const note = 'x'.repeat(draftBounds.noteLengthMax + 1);
  assert.equal(refusalOf(await publishWorkflow(bob, { yaml: text('noted'), note })), 'BAD_INPUT note');
});

test('an author has so many drafts and no more, and so many bytes of them', async () => {
  const { ann, bob } = await openOffice();
  const fresh = { baseVersion: 0, text: '' };
  for (let n = 0; n < draftBounds.draftsPerOwnerMax; n += 1)
    valueOf(await saveDraft(bob, { ...fresh, key: `new ${n}` }));
  assert.equal(refusalOf(await saveDraft(bob, { ...fresh, key: 'one more' })), 'LIMIT_REACHED');
  const [first] = valueOf(await listDrafts(bob, { key: 'new 0' }));
  valueOf(await saveDraft(bob, { ...fresh, text: 'changed', key: 'new 0', revision: first?.revision ?? null }));

  const large = 'x'.repeat(workflowBounds.definitionSizeBytesMax);
  const fitting = draftBounds.textBytesPerOwnerMax / workflowBounds.definitionSizeBytesMax;
  for (let n = 0; n < fitting; n += 1) valueOf(await saveDraft(ann, { ...fresh, text: large, key: `large ${n}` }));
  assert.equal(refusalOf(await saveDraft(ann, { ...fresh, text: 'x', key: 'one more' })), 'LIMIT_REACHED text');
});

test('only who may publish may keep a draft', async () => {
  const { tenant, change } = await openOffice();
  const reader = await bundle.person(tenant, { role: 'VIEWER' });
  assert.equal(refusalOf(await saveDraft(reader.acts, change)), 'FORBIDDEN');
});
