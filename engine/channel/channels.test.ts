import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { notificationBounds } from '#domain/bounds/alert.ts';
import type { ChannelInput } from '#domain/channel/read-channel.ts';
import { publicId } from '#domain/value/ids.ts';
import { createRule, removeRule, updateRule } from '#engine/notification/rule/save-rule.ts';
import type { Context } from '#engine/store/context.ts';
import { newId } from '#engine/store/id.ts';
import { means } from '#testing/alert/notice-world.ts';
import { type Bundle, openBundle, registerBuiltin, valueOf } from '#testing/bundle.ts';
import { createChannel } from './create-channel.ts';
import { listChannels } from './list-channels.ts';
import { removeChannel } from './remove-channel.ts';
import { rotateChannelSecret } from './rotate-channel-secret.ts';
import { updateChannel } from './update-channel.ts';

let bundle: Bundle;
before(async () => {
  bundle = await openBundle();
});
after(() => bundle.close());

const mail: ChannelInput = { name: 'ops', kind: 'EMAIL', to: ['ops@example.com'] };
const hook: ChannelInput = { name: 'hook', kind: 'WEBHOOK', url: 'https://example.com/in' };

const codeOf = (outcome: Awaited<ReturnType<typeof updateChannel>>) =>
  outcome.ok ? 'done' : `${outcome.refusals[0]?.code} ${outcome.refusals[0]?.path.join('.')}`.trim();

test('a channel that nothing could be sent through is refused with the setting that is missing', async () => {
  const context = await bundle.tenant();
  const nothing = { mailFrom: undefined, sealing: undefined };
  for (const [input, setting] of [
    [mail, 'SMTP_URL'],
    [hook, 'TASKFLOW_SECRET_KEY'],
  ] as const) {
    const outcome = await createChannel(context, nothing, input);
    assert.deepEqual(
      [codeOf(outcome), !outcome.ok && outcome.refusals[0]?.message.includes(setting)],
      ['UNSUPPORTED kind', true],
    );
  }
  assert.deepEqual(valueOf(await listChannels(context)), []);
});

test('a secret is told when it is made, and can be read by nobody who is signed in afterwards', async () => {
  const context = await bundle.tenant();
  const { id, secret } = valueOf(await createChannel(context, means, hook));
  assert.match(secret ?? '', /^whsec_[A-Za-z0-9+/]{43}=$/);
  assert.equal(valueOf(await createChannel(context, means, mail)).secret, null, 'mail is not signed');
  assert.ok(!JSON.stringify(valueOf(await listChannels(context))).includes(secret ?? ''));
  const stored = await bundle.owner.client.channelSecret.findMany({ where: { channelId: id } });
  assert.ok(
    !Buffer.from(stored[0]?.sealed ?? [])
      .toString('latin1')
      .includes(secret?.slice(6) ?? ''),
    'it lies there sealed',
  );
  const client = new pg.Client({ connectionString: bundle.ownerUrl });
  await client.connect();
  await client.query('set role taskflow_web');
  await client.query(`select set_config('app.tenant', $1, false)`, [context.tenantId]);
  assert.equal((await client.query('select id, ends_at from channel_secrets')).rowCount, 1);
  await assert.rejects(client.query('select sealed from channel_secrets'), /permission denied/);
  await assert.rejects(client.query('select * from channel_secrets'), /permission denied/);
  await client.end();
});

test('a channel keeps its kind, and what is not said anew stays', async () => {
  const context = await bundle.tenant();
  const { id } = valueOf(await createChannel(context, means, { ...mail, quietHours: { from: '22:00', to: '07:00' } }));
  valueOf(await updateChannel(context, { id, name: 'night', paused: true }));
  const [channel] = valueOf(await listChannels(context));
  assert.deepEqual(
    [channel?.name, channel?.recipients, channel?.paused, channel?.quiet?.fromMinute],
    ['night', ['ops@example.com'], true, 22 * 60],
  );
  valueOf(await updateChannel(context, { id, quietHours: null, to: ['a@b.example'] }));
  const [changed] = valueOf(await listChannels(context));
  assert.deepEqual([changed?.quiet, changed?.recipients], [null, ['a@b.example']]);
  assert.equal(codeOf(await updateChannel(context, { id, url: 'https://example.com/' })), 'BAD_INPUT url');
  assert.equal(codeOf(await updateChannel(context, { id, to: ['nobody'] })), 'BAD_INPUT to.0');
});

test('two channels of a tenant never have one name, however they come to it, and there are so many at most', async () => {
  const context = await bundle.tenant();
  const outcomes = await Promise.all(Array.from({ length: 4 }, () => createChannel(context, means, mail)));
  assert.deepEqual(outcomes.map(codeOf).sort(), ['NAME_TAKEN name', 'NAME_TAKEN name', 'NAME_TAKEN name', 'done']);
  const { id } = valueOf(await createChannel(context, means, hook));
  assert.equal(codeOf(await updateChannel(context, { id, name: 'ops' })), 'NAME_TAKEN name');
  const { tenantId } = context;
  await bundle.owner.client.channel.createMany({
    data: Array.from({ length: notificationBounds.channelsMax - 2 }, (_, n) => ({
      tenantId,
      id: newId(),
      name: `many ${n}`,
      kind: 'EMAIL',
      recipients: ['a@b.example'],
      createdBy: 'test',
    })),
  });
  assert.equal(codeOf(await createChannel(context, means, { ...mail, name: 'one more' })), 'LIMIT_REACHED');
});

test('a channel that a rule tells stays, and its name is free again once it is gone', async () => {
  const context = await bundle.tenant();
  const { id } = valueOf(await createChannel(context, means, mail));
  const rule = valueOf(
    await createRule(context, { name: 'dead', on: 'JOB_DEAD', channels: [publicId('channel', id)] }),
  );
  const kept = await removeChannel(context, { id });
  assert.match(kept.ok ? '' : (kept.refusals[0]?.message ?? ''), /told by the rule "dead"/);
  valueOf(await removeRule(context, { id: rule.id }));
  valueOf(await removeChannel(context, { id }));
  assert.equal(codeOf(await removeChannel(context, { id })), 'NOT_FOUND id');
  valueOf(await createChannel(context, means, mail));
});

test('channels and rules are for those who manage the tenant, and those of another are as if they never were', async () => {
  const [own, foreign] = [await bundle.tenant(), await bundle.tenant()];
  const { id } = valueOf(await createChannel(foreign, means, hook));
  const rule = { name: 'r', on: 'JOB_DEAD', channels: [publicId('channel', id)] } as const;
  const acts: ((context: Context) => Promise<Parameters<typeof codeOf>[0]>)[] = [
    (context) => updateChannel(context, { id, name: 'mine' }),
    (context) => rotateChannelSecret(context, means, { id }),
    (context) => removeChannel(context, { id }),
    (context) => createRule(context, rule),
  ];
  for (const act of acts) {
    assert.match(codeOf(await act(own)), /^NOT_FOUND/);
    const { actor } = foreign;
    const editor = { ...foreign, actor: { ...actor, permissions: new Set(['read', 'queue.edit'] as const) } };
    assert.equal(codeOf(await act(editor)), 'FORBIDDEN');
  }
  assert.equal(
    (await listChannels({ ...own, actor: { ...own.actor, permissions: new Set(['read'] as const) } })).ok,
    false,
  );
});

test('a rule names what exists, and a channel for breaches takes nothing else', async () => {
  const context = await bundle.tenant();
  await registerBuiltin(context, 'invoice', { name: 'noop' });
  const { id: mailId } = valueOf(await createChannel(context, means, mail));
  const { id: breachId } = valueOf(await createChannel(context, means, { ...hook, kind: 'SLA_BREACH' }));
  const rule = { name: 'r', on: 'JOB_DEAD', channels: [publicId('channel', mailId)] } as const;
  assert.equal(codeOf(await createRule(context, { ...rule, task: 'none' })), 'UNKNOWN_TASK task');
  assert.equal(codeOf(await createRule(context, { ...rule, queue: 'none' })), 'NOT_FOUND queue');
  const missing = [publicId('channel', mailId), publicId('channel', newId()), 'chn_x'];
  assert.equal(codeOf(await createRule(context, { ...rule, channels: missing })), 'NOT_FOUND channels.1');
  const breach = [publicId('channel', breachId)];
  assert.equal(codeOf(await createRule(context, { ...rule, channels: breach })), 'UNSUPPORTED channels.0');
  valueOf(await createRule(context, { ...rule, name: 'b', on: 'SLA_BREACH', channels: breach }));
  const { id } = valueOf(await createRule(context, { ...rule, task: 'invoice' }));
  assert.equal(codeOf(await createRule(context, rule)), 'NAME_TAKEN name');
  assert.equal(codeOf(await updateRule(context, { ...rule, id, on: 'RUN_FAILED' })), 'UNSUPPORTED on');
  valueOf(await updateRule(context, { ...rule, id, name: 'wide' }));
  const row = await bundle.owner.client.notificationRule.findFirst({ where: { id } });
  assert.deepEqual([row?.name, row?.taskId], ['wide', null], 'what is left out is as for a new one');
});
