import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { watchSla } from '#engine/sla/watch-sla.ts';
import { type Bundle, openBundle, valueOf } from '#testing/bundle.ts';
import { openStage, type Stage } from '#testing/stage.ts';
import { justNow } from '#testing/worlds/just-now.ts';
import { listAlerts } from './list-alerts.ts';
import { resolveAlert } from './resolve-alert.ts';

let bundle: Bundle;
before(async () => {
  bundle = await openBundle();
});
after(() => bundle.close());

/** An alert about a job that should have started long ago. */
async function lateJob(stage: Stage): Promise<{ jobId: string; alertId: string }> {
  await stage.task('urgent', { name: 'noop' }, { sla: { startBy: 'PT1S' } });
  const [jobId = ''] = await stage.enqueue([{ task: 'urgent' }]);
  await bundle.owner.client.$executeRaw`
    update jobs set due_at = due_at - interval '1 minute', sla_at = sla_at - interval '1 minute' where id = ${jobId}::uuid`;
  const watch = () => watchSla({ database: bundle.worker, hints: bundle.hints });
  await watch();
  const { nodes } = valueOf(await listAlerts(stage.context, { states: ['OPEN'] }));
  return { jobId, alertId: nodes[0]?.id ?? '' };
}

test('an alert closed by hand tells history who closed it and why, and is not raised again', async () => {
  const stage = await openStage(bundle);
  const { jobId, alertId } = await lateJob(stage);
  valueOf(await resolveAlert(stage.context, { id: alertId, reason: 'the customer knows' }));
  await bundle.owner.client.$executeRaw`update jobs set sla_at = ${justNow} where id = ${jobId}::uuid`;
  await watchSla({ database: bundle.worker, hints: bundle.hints });
  const { nodes } = valueOf(await listAlerts(stage.context, { jobId }));
  assert.deepEqual(
    nodes.map(({ id, state, resolvedAt }) => [id, state, resolvedAt !== null]),
    [[alertId, 'RESOLVED', true]],
  );
  assert.deepEqual(valueOf(await listAlerts(stage.context, { jobId: alertId })).nodes, [], 'it is about no other job');
  const events = await bundle.owner.client.event.findMany({
    where: { tenantId: stage.context.tenantId, type: 'alert.resolved' },
  });
  assert.deepEqual(
    events.map(({ entityIds, fromState, toState, reason, actor }) => [entityIds, fromState, toState, reason, actor]),
    [[[alertId], 'OPEN', 'RESOLVED', 'the customer knows', 'system:test']],
  );
});

test('an alert is closed once, by somebody who may, in its own tenant', async () => {
  const [stage, other] = [await openStage(bundle), await openStage(bundle)];
  const { alertId } = await lateJob(stage);
  const code = async (context = stage.context, reason: string | null = null) => {
    const outcome = await resolveAlert(context, { id: alertId, reason });
    return outcome.ok ? 'done' : outcome.refusals[0]?.code;
  };
  const viewer = { ...stage.context, actor: { ...stage.context.actor, permissions: new Set(['read'] as const) } };
  assert.equal(await code(viewer), 'FORBIDDEN');
  assert.equal(await code(other.context), 'NOT_FOUND');
  assert.equal(await code(stage.context, 'x'.repeat(4_001)), 'BAD_INPUT');
  const outcomes = await Promise.all([code(), code()]);
  assert.deepEqual(outcomes.sort(), ['ILLEGAL_TRANSITION', 'done']);
});
