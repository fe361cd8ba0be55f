// What is stored may be of another release: a policy that this one does not know is never taken for one that it does.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  catchUpPolicies,
  laterCatchUpPolicies,
  laterOverlapPolicies,
  overlapPolicies,
} from '#domain/timetable/plan-ticks.ts';
import { pauseSchedules } from '#engine/schedule/pause-schedules.ts';
import { resumeSchedules } from '#engine/schedule/resume-schedules.ts';
import { updateSchedule } from '#engine/schedule/update-schedule.ts';
import { findTasksByName } from '#engine/task/task-catalogue.ts';
import { accepted, addSchedule, addTask, makeDue, openScheduleWorld } from '#testing/worlds/schedule-world.ts';
import { planDueSchedules } from './plan-due-schedules.ts';

// The table takes what the planner knows and what it will know.
const overlaps = [...overlapPolicies, ...laterOverlapPolicies];
const catchUps = [...catchUpPolicies, ...laterCatchUpPolicies];
const known = new Set<string>([...overlapPolicies, ...catchUpPolicies]);

test('a due schedule with a policy that is not known is paused and says why; those beside it fire', async (t) => {
  const world = await openScheduleWorld(t);
  const stored = [
    ...overlaps.map((policy) => ({ policy, overlap: policy, catchUp: 'NONE' })),
    ...catchUps.map((policy) => ({ policy, overlap: 'SKIP', catchUp: policy })),
  ];
  const ids = new Map<string, string>();
  for (const { policy, overlap, catchUp } of stored) {
    const id = await addSchedule(world);
    await world.owner.client.schedule.updateMany({
      where: { id },
      data: { overlap, catchUp, catchUpWindowMs: 60_000 },
    });
    ids.set(id, policy);
  }
  await makeDue(world, [...ids.keys()], 0);
  await planDueSchedules(world.workerContext);
  for (const [id, policy] of ids) {
    const schedule = await world.owner.client.schedule.findFirstOrThrow({ where: { id }, include: { ticks: true } });
    const [tick] = schedule.ticks;
    if (known.has(policy)) assert.deepEqual([schedule.state, tick?.outcome], ['ACTIVE', 'FIRED'], policy);
    else {
      assert.deepEqual(
        [schedule.state, tick?.outcome, tick?.reasonCode],
        ['PAUSED', 'SKIPPED', 'PLANNING_FAULT'],
        policy,
      );
      assert.deepEqual([schedule.pausedBy, schedule.pausedReason], ['system:planner', 'PLANNING_FAULT'], policy);
      assert.ok(schedule.pausedAt !== null, policy);
      assert.match(tick?.reason ?? '', new RegExp(`policy "${policy}"`));
    }
  }
});

test('a person can pause such a schedule and give it another policy, and it cannot be resumed before', async (t) => {
  const world = await openScheduleWorld(t);
  const id = await addSchedule(world);
  await world.owner.client.schedule.updateMany({ where: { id }, data: { overlap: 'BUFFER_ONE' } });
  accepted(await pauseSchedules(world.context, { ids: [id] }));
  await assert.rejects(resumeSchedules(world.context, { ids: [id] }), /overlap policy "BUFFER_ONE"/);
  const kept = await updateSchedule(world.context, { id, name: 'another name' });
  assert.deepEqual(kept.ok ? [] : kept.refusals.map(({ code, path }) => [code, path]), [['UNSUPPORTED', ['overlap']]]);
  accepted(await updateSchedule(world.context, { id, overlap: 'SKIP' }));
  accepted(await resumeSchedules(world.context, { ids: [id] }));
});

test('no other retry policy stands for a stored one that is not known', async (t) => {
  const world = await openScheduleWorld(t);
  for (const [name, retry] of Object.entries({ one: { strategy: 'FIBONACCI' }, two: { jitter: 'SOME' } })) {
    const taskId = await addTask(world, name);
    await world.owner.client.taskVersion.updateMany({ where: { taskId }, data: { retry } });
    await assert.rejects(findTasksByName(world.worker.client, world.tenantId, [name]), /stored retry policy/);
  }
});
