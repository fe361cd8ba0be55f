// Messages on their way out: through real mail servers and real receivers of webhooks, good ones and hostile ones.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { after, before, type TestContext, test } from 'node:test';
import { publicId } from '#domain/value/ids.ts';
import { rotateChannelSecret } from '#engine/channel/rotate-channel-secret.ts';
import { printCursor, startOfWindow } from '#engine/event/cursor.ts';
import { beforeEverything } from '#engine/event/snapshot.ts';
import { type ClaimedDelivery, claimDeliveries } from '#engine/notification/deliver/claim-deliveries.ts';
import { retryDelivery } from '#engine/notification/deliver/retry-delivery.ts';
import { settleDelivery } from '#engine/notification/deliver/settle-delivery.ts';
import { watchNotices } from '#engine/notification/watch/watch-notices.ts';
import { watchSla } from '#engine/sla/watch-sla.ts';
import { openMailReceiver } from '#testing/alert/mail-receiver.ts';
import { lookOnce, means, type NoticeWorld, openNoticeWorld, secretKey } from '#testing/alert/notice-world.ts';
import { openWebhookReceiver, type WebhookReceiver } from '#testing/alert/webhook-receiver.ts';
import { type Bundle, openBundle, valueOf } from '#testing/bundle.ts';
import { justNow } from '#testing/worlds/just-now.ts';
import { startDuty } from '#worker/duties/duty-loop.ts';
import { deliveries } from '#worker/duties/telling/deliveries.ts';
import { openOutbound } from '#worker/handlers/outbound.ts';
import { openPost, type Post } from './post.ts';

let bundle: Bundle;
before(async () => {
  bundle = await openBundle();
  await watchNotices(bundle.worker);
});
after(() => bundle.close());

// A place in the log before everything.
const beginning = printCursor(startOfWindow(beforeEverything));
const silent = { warn: () => undefined, error: () => undefined };

function postOf(t: TestContext, { allow = [], smtp }: { allow?: string[]; smtp?: string }): Post {
  const outbound = openOutbound({ allow });
  t.after(() => outbound.close());
  return openPost({
    mail: smtp === undefined ? undefined : { url: smtp, from: means.mailFrom ?? '' },
    secretKey,
    outbound,
  });
}

/** Claims what is due in this world, sends it and writes down what became of it. */
async function sendDue(world: NoticeWorld, post: Post): Promise<ClaimedDelivery[]> {
  const claimed = await claimDeliveries(bundle.worker, { slots: 50 });
  await Promise.all(
    claimed.map(async (one) => {
      if (one.tenantId === world.context.tenantId) await settleDelivery(bundle.worker, one, await post.send(one));
    }),
  );
  return claimed.filter(({ tenantId }) => tenantId === world.context.tenantId);
}

async function openHook(t: TestContext, kind: 'WEBHOOK' | 'SLA_BREACH' = 'WEBHOOK') {
  const receiver = await openWebhookReceiver();
  t.after(() => receiver.close());
  const world = await openNoticeWorld(bundle);
  const { id, secret } = await world.channel({ kind, to: [], url: receiver.url });
  receiver.secret = secret ?? '';
  return { receiver, world, channelId: id, post: postOf(t, { allow: [receiver.place] }) };
}

test('a webhook is signed so that its receiver can check it, and tells what happened', async (t) => {
  const { receiver, world, channelId, post } = await openHook(t);
  await world.rule(channelId);
  await world.fail(3);
  await lookOnce(bundle);
  const [sent] = await sendDue(world, post);
  const [call] = receiver.calls;
  assert.deepEqual([call?.isSigned, call?.signatures, call?.id], [true, 1, publicId('delivery', sent?.id ?? '')]);
  assert.equal(call?.body.type, 'notification.opened');
  assert.match(JSON.stringify(call?.body), /"kind":"JOB_FAILED","severity":"WARNING","about":"failing"/);
  assert.deepEqual(
    (await world.deliveries()).map(({ state, error }) => [state, error]),
    [['SENT', null]],
  );
});

test('while a secret is changed both sign, and each receiver can check with the one that it has', async (t) => {
  const { receiver, world, channelId, post } = await openHook(t);
  const old = receiver.secret;
  const { secret } = valueOf(await rotateChannelSecret(world.context, means, { id: channelId }));
  await world.rule(channelId);
  await world.fail(1);
  await lookOnce(bundle);
  await sendDue(world, post);
  assert.deepEqual([receiver.calls[0]?.isSigned, receiver.calls[0]?.signatures], [true, 2], 'with the old one');
  receiver.secret = secret;
  await bundle.owner.client
    .$executeRaw`update channel_secrets set ends_at = now() - interval '1 second' where ends_at is not null`;
  await world.fail(1, 'other');
  await lookOnce(bundle);
  await sendDue(world, post);
  assert.deepEqual([receiver.calls[1]?.isSigned, receiver.calls[1]?.signatures], [true, 1], 'the old one has ended');
  assert.notEqual(old, secret);
});

test('a breach of a service level goes to its own place, with the jobs that broke it', async (t) => {
  const { receiver, world, channelId, post } = await openHook(t, 'SLA_BREACH');
  await world.rule(channelId, { on: 'SLA_BREACH' });
  await world.task('late', { name: 'noop' }, { sla: { startBy: 'PT1S' } });
  const [job = ''] = await world.enqueue([{ task: 'late' }]);
  await bundle.owner.client.$executeRaw`
    update jobs set due_at = due_at - interval '1 minute', sla_at = sla_at - interval '1 minute' where id = ${job}::uuid`;
  await watchSla({ database: bundle.worker, hints: bundle.hints });
  await lookOnce(bundle);
  await sendDue(world, post);
  const [call] = receiver.calls;
  assert.deepEqual(
    [call?.path, call?.isSigned, call?.body.state, call?.body.task],
    ['/in/notifications/sla-breach', true, 'BREACHED', 'late'],
  );
  assert.match(
    JSON.stringify(call?.body.breaches),
    new RegExp(`"kind":"SLA_START_BY","job":"${publicId('job', job)}"`),
  );
});

test('a redirect is not followed, wherever it leads, and is no success', async (t) => {
  const { receiver, world, channelId, post } = await openHook(t);
  receiver.answer = (response) =>
    response.writeHead(307, { location: 'http://169.254.169.254/latest/meta-data' }).end();
  await world.rule(channelId);
  await world.fail(1);
  await lookOnce(bundle);
  await sendDue(world, post);
  const [delivery] = await world.deliveries();
  assert.deepEqual([delivery?.state, delivery?.error], ['FAILED', '307: redirects are not followed']);
  assert.equal(receiver.calls.length, 1);
});

test('a private address is refused when the connection is made, and not tried again', async (t) => {
  const { receiver, world, channelId } = await openHook(t);
  await world.rule(channelId);
  await world.fail(1);
  await lookOnce(bundle);
  await sendDue(world, postOf(t, {}));
  const [delivery] = await world.deliveries();
  assert.deepEqual([delivery?.state, delivery?.error], ['GIVEN_UP', '127.0.0.1 is not at a public address']);
  assert.equal(receiver.calls.length, 0);
});

test('only 2xx is success, and however much a receiver answers, its beginning is read and kept', async (t) => {
  const { receiver, world, channelId, post } = await openHook(t);
  await world.rule(channelId);
  receiver.answer = (response) => response.writeHead(500).end('x'.repeat(10 * 1024 * 1024));
  await world.fail(1);
  await lookOnce(bundle);
  await sendDue(world, post);
  receiver.answer = (response) => response.writeHead(200).end('y'.repeat(10 * 1024 * 1024));
  const [first] = await world.deliveries();
  assert.deepEqual([first?.state, first?.error], ['FAILED', 'the receiver answered 500']);
  valueOf(await retryDelivery(world.context, { id: first?.id ?? '' }));
  await sendDue(world, post);
  const row = await bundle.owner.client.delivery.findFirst({ where: { id: first?.id ?? '' } });
  assert.deepEqual([row?.state, row?.answer], ['SENT', `200 ${'y'.repeat(496)}`]);
  assert.equal(receiver.calls[0]?.id, receiver.calls[1]?.id, 'the receiver can tell that it is the same message');
});

/** A server of TCP that does this with whoever comes. */
async function openSocketServer(t: TestContext, meet: (socket: Socket) => void): Promise<string> {
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.on('error', () => undefined);
    meet(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    for (const socket of open) socket.destroy();
    server.close();
  });
  const address = server.address();
  return typeof address === 'object' && address !== null ? `127.0.0.1:${address.port}` : '';
}

test('a receiver that resets the connection is tried again later', async (t) => {
  const place = await openSocketServer(t, (socket) => socket.once('data', () => socket.resetAndDestroy()));
  const world = await openNoticeWorld(bundle);
  const { id } = await world.channel({ kind: 'WEBHOOK', to: [], url: `http://${place}/` });
  await world.rule(id);
  await world.fail(1);
  await lookOnce(bundle);
  await sendDue(world, postOf(t, { allow: [place] }));
  const [delivery] = await world.deliveries();
  assert.equal(delivery?.state, 'FAILED');
  assert.match(delivery?.error ?? '', /no connection to 127\.0\.0\.1:\d+: it was (?:reset|closed)/);
});

test('a receiver that never answers holds up its own messages and no others', async (t) => {
  const silentPlace = await openSocketServer(t, () => undefined);
  const { receiver, world, channelId } = await openHook(t);
  const hanging = await world.channel({ kind: 'WEBHOOK', to: [], url: `http://${silentPlace}/` });
  await world.rule(hanging.id);
  await world.rule(channelId);
  const post = postOf(t, { allow: [silentPlace, receiver.place] });
  const duty = startDuty(deliveries({ database: bundle.worker, hints: bundle.hints, log: silent, post }), silent);
  for (const nth of [1, 2, 3]) {
    await world.fail(1, `task ${nth}`);
    await lookOnce(bundle);
    await receiver.call(nth);
  }
  await duty.stop();
  const ofHanging = (await world.deliveries()).filter(({ channelId: id }) => id === hanging.id);
  assert.deepEqual(
    ofHanging.map(({ state }) => state),
    ['PENDING', 'PENDING', 'PENDING'],
  );
});

test('a mail reaches all its receivers, hangs together with its group, and is refused or tried again as the server says', async (t) => {
  const server = await openMailReceiver();
  t.after(() => server.close());
  const world = await openNoticeWorld(bundle);
  const { id } = await world.channel({ to: ['ops@example.com', 'gone@example.com'] });
  server.refuse = (address) => (address.startsWith('gone') ? { code: 550, words: 'no such mailbox' } : undefined);
  await world.rule(id);
  await world.fail(1);
  await lookOnce(bundle);
  const post = postOf(t, { smtp: server.url });
  const [sent] = await sendDue(world, post);
  const [mail] = server.mails;
  assert.equal(mail?.messageId, `<${publicId('delivery', sent?.id ?? '')}@example.com>`);
  assert.match(mail?.subject ?? '', /A job of task failing failed$/);
  assert.match(mail?.text ?? '', /https:\/\/taskflow\.example\/t\/[\w-]+\/alerts\/alr_[0-9a-f-]{36}/);
  assert.equal(mail?.references, `<group-${sent?.noticeId}@example.com>`);
  const row = await bundle.owner.client.delivery.findFirst({ where: { id: sent?.id ?? '' } });
  assert.match(`${row?.state} ${row?.answer}`, /^SENT 250 .*; refused: gone@example\.com$/);
  server.refuse = () => ({ code: 451, words: 'come back later' });
  await world.fail(1, 'second');
  await lookOnce(bundle);
  await sendDue(world, post);
  server.refuse = () => ({ code: 550, words: 'nobody is here' });
  await world.fail(1, 'third');
  await lookOnce(bundle);
  await sendDue(world, post);
  const ends = (await world.deliveries()).map(({ state, error }) => `${state} ${error ?? ''}`);
  assert.match(ends[1] ?? '', /^FAILED the mail server answered: 451 come back later/);
  assert.match(ends[2] ?? '', /^GIVEN_UP the mail server answered: 550 nobody is here/);
});

test('without a mail server in reach a mail waits, and says so without naming where it looked', async (t) => {
  const world = await openNoticeWorld(bundle);
  const { id } = await world.channel();
  await world.rule(id);
  await world.fail(1);
  await lookOnce(bundle);
  const [none] = await sendDue(world, postOf(t, { smtp: 'smtp://127.0.0.1:1' }));
  const [delivery] = await world.deliveries();
  assert.deepEqual([delivery?.state, delivery?.tries], ['FAILED', 1]);
  assert.match(delivery?.error ?? '', /^there is no connection to the mail server/);
  assert.doesNotMatch(delivery?.error ?? '', /127\.0\.0\.1/);
  assert.equal(none?.tries, 1);
});

test('whoever ends between sending and writing it down lets another one send it again, under the same id', async (t) => {
  const { receiver, world, channelId, post } = await openHook(t);
  await world.rule(channelId);
  await world.fail(1);
  await lookOnce(bundle);
  const [first] = (await claimDeliveries(bundle.worker, { slots: 50 })).filter(
    ({ tenantId }) => tenantId === world.context.tenantId,
  );
  assert.ok(first !== undefined);
  const outcome = await post.send(first);
  assert.equal(outcome.ok, true);
  assert.deepEqual(await sendDue(world, post), [], 'nobody else takes it while there is time');
  await bundle.owner.client
    .$executeRaw`update deliveries set lease_until = now() - interval '1 second' where id = ${first.id}::uuid`;
  const [second] = await sendDue(world, post);
  assert.deepEqual([second?.id, second?.fence], [first.id, first.fence + 1]);
  assert.deepEqual(
    receiver.calls.map(({ id }) => id),
    [publicId('delivery', first.id), publicId('delivery', first.id)],
  );
  assert.equal(await settleDelivery(bundle.worker, first, outcome), false, 'who comes back too late writes nothing');
  assert.deepEqual(
    (await world.deliveries()).map(({ state }) => state),
    ['SENT'],
  );
});

test('a message is tried again on its ladder until it is given up, and a person can ask for it anew', async (t) => {
  const { receiver, world, channelId, post } = await openHook(t);
  receiver.answer = (response: Parameters<WebhookReceiver['answer']>[0]) => response.writeHead(503).end();
  await world.rule(channelId);
  await world.fail(1);
  await lookOnce(bundle);
  const states: string[] = [];
  for (let tries = 0; tries < 7; tries += 1) {
    await bundle.owner.client
      .$executeRaw`update deliveries set due_at = ${justNow} where tenant_id = ${world.context.tenantId}::uuid and due_at is not null`;
    assert.equal((await sendDue(world, post)).length, 1);
    states.push((await world.deliveries())[0]?.state ?? '');
  }
  assert.deepEqual(states, ['FAILED', 'FAILED', 'FAILED', 'FAILED', 'FAILED', 'FAILED', 'GIVEN_UP']);
  assert.deepEqual(await sendDue(world, post), []);
  receiver.answer = (response) => response.writeHead(204).end();
  const id = (await world.deliveries())[0]?.id ?? '';
  valueOf(await retryDelivery(world.context, { id }));
  await sendDue(world, post);
  assert.equal((await world.deliveries())[0]?.state, 'SENT');
  const again = await retryDelivery(world.context, { id });
  assert.equal(again.ok ? '' : again.refusals[0]?.code, 'ILLEGAL_TRANSITION', 'what was sent is not sent again');
});

test('a message that makes its sender throw is given up with the reason, and those after it are sent', async (t) => {
  const { receiver, world, channelId, post } = await openHook(t);
  const poisoned = await world.channel({ kind: 'WEBHOOK', to: [], url: receiver.url });
  await world.rule(poisoned.id);
  await world.rule(channelId);
  const throwing: Post = {
    send: async (one) => {
      if (one.channelId === poisoned.id) throw new Error('nobody thought of this');
      return await post.send(one);
    },
  };
  await world.fail(1);
  await lookOnce(bundle);
  const duty = startDuty(
    deliveries({ database: bundle.worker, hints: bundle.hints, log: silent, post: throwing }),
    silent,
  );
  await bundle.next(world.context, ({ type }) => type === 'delivery.sent', beginning);
  await bundle.next(world.context, ({ type }) => type === 'delivery.given-up', beginning);
  await duty.stop();
  const ends = (await world.deliveries()).map(({ state, error }) => `${state} ${error ?? ''}`.trim());
  assert.deepEqual(ends.toSorted(), ['GIVEN_UP it could not be sent: nobody thought of this', 'SENT']);
});
