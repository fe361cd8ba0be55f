import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { noteBounds } from '#domain/bounds/note.ts';
import type { Outcome } from '#domain/refusal.ts';
import { newId } from '#engine/store/id.ts';
import { type Bundle, openBundle, valueOf } from '#testing/bundle.ts';
import { listNotes } from './list-notes.ts';
import { writeNote } from './write-note.ts';

let bundle: Bundle;
before(async () => {
  bundle = await openBundle();
});
after(() => bundle.close());

function codeOf(outcome: Outcome<unknown>): string {
  return outcome.ok ? '' : (outcome.refusals[0]?.code ?? '');
}

test('the newest note is the current one, and those before it are its history', async () => {
  const tenant = await bundle.tenant();
  const { acts, id } = await bundle.person(tenant, { role: 'OPERATOR' });
  assert.deepEqual(valueOf(await listNotes(tenant, { first: 10 })), []);
  valueOf(await writeNote(acts, { text: ' Billing is paused\n', baseNumber: 0 }));
  valueOf(await writeNote(tenant, { text: '', baseNumber: 1 }));
  const notes = valueOf(await listNotes(acts, { first: 10 }));
  assert.deepEqual(
    notes.map(({ number, text }) => [number, text]),
    [
      [2, ''],
      [1, 'Billing is paused'],
    ],
  );
  assert.equal(notes[1]?.writtenBy, `user:${id}`);
  assert.deepEqual(valueOf(await listNotes(await bundle.tenant(), { first: 10 })), []);
});

test('of two who write at the same moment one is told to read first, and neither text is lost', async () => {
  const tenant = await bundle.tenant();
  for (let round = 0; round < 4; round += 1) {
    const both = await Promise.all(['Ann', 'Bob'].map((text) => writeNote(tenant, { text, baseNumber: round })));
    assert.deepEqual(both.map(codeOf).toSorted(), ['', 'VERSION_CONFLICT']);
  }
  assert.equal(codeOf(await writeNote(tenant, { text: 'late', baseNumber: 1 })), 'VERSION_CONFLICT');
  assert.deepEqual(
    valueOf(await listNotes(tenant, { first: 10 })).map(({ number }) => number),
    [4, 3, 2, 1],
  );
});

test('a viewer reads the note and does not write it; what is too long is refused', async () => {
  const tenant = await bundle.tenant();
  const { acts } = await bundle.person(tenant, { role: 'VIEWER' });
  assert.equal(codeOf(await writeNote(acts, { text: 'x' })), 'FORBIDDEN');
  assert.equal(codeOf(await listNotes(acts, { first: 1 })), '');
  assert.equal(codeOf(await listNotes(acts, { first: noteBounds.historyMax + 1 })), 'BAD_INPUT');
  for (const text of ['x'.repeat(noteBounds.textLengthMax + 1), 'x'.repeat(1_000_000), 'a\u0000b', '\ud800'])
    assert.equal(codeOf(await writeNote(tenant, { text })), 'BAD_INPUT');
});

test('the history keeps so many notes, and the log tells of each without its text', async () => {
  const tenant = await bundle.tenant();
  const data = Array.from({ length: noteBounds.historyMax }, (_, n) => ({
    id: newId(),
    tenantId: tenant.tenantId,
    number: n + 1,
    text: 'old',
    writtenBy: 'system:test',
  }));
  await bundle.owner.client.note.createMany({ data });
  const note = valueOf(await writeNote(tenant, { text: 'secret text' }));
  const told = await bundle.owner.client.$queryRaw<{ line: string }[]>`
    select row_to_json(e)::text as line from events e where tenant_id = ${tenant.tenantId}::uuid and type = 'note.written'`;
  assert.equal(told.length, 1);
  assert.ok(told[0]?.line.includes(note.id) && !told[0].line.includes('secret text'));
  const notes = valueOf(await listNotes(tenant, { first: noteBounds.historyMax }));
  assert.deepEqual(
    [notes.length, notes[0]?.number, notes.at(-1)?.number],
    [noteBounds.historyMax, noteBounds.historyMax + 1, 2],
  );
});
