// What the planner makes of instants whose tenant has used up its quota.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { planDueSchedules } from '#engine/schedule/plan/plan-due-schedules.ts';
import { limitTenant, usedOf } from '#testing/worlds/limited-tenants.ts';
import { addSchedule, makeDue, openScheduleWorld } from '#testing/worlds/schedule-world.ts';

test('an instant that no quota has room for is SKIPPED and says why; the others fire and count', async (t) => {
  const world = await openScheduleWorld(t);
  const ids: string[] = [];
  for (let n = 0; n < 5; n += 1) ids.push(await addSchedule(world));
  await limitTenant(world.context, 3);
  await makeDue(world, ids, 0);
  await planDueSchedules(world.workerContext);
  const ticks = await world.owner.client.tick.findMany();
  assert.deepEqual(ticks.map((tick) => tick.reasonCode ?? tick.outcome).sort(), [
    'FIRED',
    'FIRED',
    'FIRED',
    'QUOTA_EXCEEDED',
    'QUOTA_EXCEEDED',
  ]);
  const skipped = ticks.find(({ outcome }) => outcome === 'SKIPPED');
  assert.match(skipped?.reason ?? '', /^the tenant may use 3 jobs a month, 3 are used: it begins anew at /);
  assert.equal(await world.owner.client.job.count(), 3);
  assert.deepEqual(await usedOf(world.context), [3]);
});
