import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { accessBounds } from '#domain/bounds/access.ts';
import { invitationStates } from '#domain/machines.ts';
import { checkEmail, emailKey } from './email.ts';
import { invitationEnd, invitationStanding } from './invitation.ts';
import { checkPasswordText } from './password-rules.ts';

const now = new Date(Date.UTC(2026, 2, 29, 12));
const after = (ms: number) => new Date(now.getTime() + ms);

test('an invitation lasts a week unless somebody says otherwise, and never longer than its bound', () => {
  const lastsMs = (asked: Date | null | undefined) => {
    const end = invitationEnd(asked, now);
    return end.ok ? end.value.getTime() - now.getTime() : undefined;
  };
  assert.equal(lastsMs(undefined), accessBounds.invitationMsDefault);
  assert.equal(lastsMs(null), accessBounds.invitationMsDefault);
  fc.assert(
    fc.property(fc.integer({ min: -1e10, max: 1e10 }), (ms) => {
      assert.equal(lastsMs(after(ms)), ms > 0 && ms <= accessBounds.invitationMsMax ? ms : undefined);
    }),
  );
});

test('only an open invitation expires, at its very end', () => {
  for (const state of invitationStates) {
    assert.equal(invitationStanding({ state, expiresAt: after(1) }, now), state);
    assert.equal(invitationStanding({ state, expiresAt: now }, now), state === 'OPEN' ? 'EXPIRED' : state);
  }
});

test('an address is one in any case, and holds nothing that cannot be seen', () => {
  assert.equal(emailKey(' Ada@Example.COM '), 'ada@example.com');
  assert.deepEqual(checkEmail('ada@example.com'), []);
  for (const email of [
    '',
    'ada',
    '@',
    'a b@example.com',
    'ada@exa\u200bmple.com',
    '\u202eada@example.com',
    'a@b@c',
    `a@${'b'.repeat(1_000_000)}`,
  ])
    assert.equal(checkEmail(email)[0]?.path[0], 'email', email.slice(0, 30));
});

test('a password is long enough, fits into its hash, and is not the address of its person', () => {
  const fits = (password: string) =>
    checkPasswordText({ password, email: 'ada@example.com', path: ['p'] }).length === 0;
  assert.ok(fits('four words in a row'));
  assert.ok(fits('пароль из слов'));
  for (const password of [
    '',
    '1234567',
    ' '.repeat(12),
    'ADA@example.com',
    'x'.repeat(1_025),
    'ä'.repeat(513),
    '\ud800aaaaaaaa',
  ])
    assert.ok(!fits(password), password.slice(0, 20));
});
