// The planner and the SLA watch as duties: they wake at the right instant, survive the database and stop when told.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openDatabase } from '#engine/store/database.ts';
import { addSchedule, openScheduleWorld, type ScheduleWorld } from '#testing/worlds/schedule-world.ts';
import type { DutyTools } from './duty.ts';
import { startDuty } from './duty-loop.ts';
import { planner as plannerOf } from './planner.ts';

/** Hints that tell the test of everything sent. */
function listeningHints() {
  let heard: (() => void) | undefined;
  return {
    hints: { id: 'test', ride: () => [], send: () => heard?.(), open: () => heard?.(), close: async () => undefined },
    next: () =>
      new Promise<void>((resolve) => {
        heard = resolve;
      }),
  };
}

const silent = { warn: () => undefined, error: () => undefined };

function startPlanner(
  { database, hints, pollMs }: Pick<DutyTools, 'database' | 'hints'> & { pollMs: number },
  log: DutyTools['log'] = silent,
) {
  return startDuty(plannerOf({ database, hints, rhythm: { pollMs, sweepMs: pollMs, heartbeatMs: pollMs } }), log);
}

async function dueIn(world: ScheduleWorld, id: string, ms: number): Promise<void> {
  await world.owner.client
    .$executeRaw`update schedules set next_at = now() + ${ms} * interval '1 millisecond' where id = ${id}::uuid`;
}

test('G5 the planner sleeps until the next due instant and fires within milliseconds of it, without polling', async (t) => {
  const world = await openScheduleWorld(t);
  const id = await addSchedule(world);
  await dueIn(world, id, 300);
  const { hints, next } = listeningHints();
  const fired = next();
  const planner = startPlanner({ database: world.worker, hints, pollMs: 60_000 });
  await fired;
  await planner.stop();
  const tick = await world.owner.client.tick.findFirstOrThrow({ where: { scheduleId: id } });
  const lateMs = tick.firedAt.getTime() - tick.scheduledFor.getTime();
  t.diagnostic(`fired ${lateMs} ms after its instant`);
  assert.ok(lateMs >= 0 && lateMs < 1_000);
});

test('a planner that is told of a change looks at once', async (t) => {
  const world = await openScheduleWorld(t);
  const { hints, next } = listeningHints();
  const planner = startPlanner({ database: world.worker, hints, pollMs: 60_000 });
  const id = await addSchedule(world);
  await dueIn(world, id, 0);
  const fired = next();
  planner.wake();
  await fired;
  await planner.stop();
  assert.equal(await world.owner.client.job.count(), 1);
});

test('G5 a planner cut off from its database goes on when it is back, and fires what was due meanwhile once', async (t) => {
  const world = await openScheduleWorld(t);
  const id = await addSchedule(world);
  const { hints, next } = listeningHints();
  const warnings: string[] = [];
  const log = { warn: (fact: string) => void warnings.push(fact), error: (fact: string) => void warnings.push(fact) };
  const planner = startPlanner({ database: world.worker, hints, pollMs: 20 }, log);
  for (let cut = 0; cut < 5; cut += 1) {
    await world.owner.client.$queryRaw`
      select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'test-worker' and datname = current_database()`;
  }
  const fired = next();
  await dueIn(world, id, 0);
  await fired;
  await planner.stop();
  assert.ok(
    warnings.every((fact) => fact === 'planner.connection_lost'),
    warnings.join(),
  );
  assert.deepEqual([await world.owner.client.tick.count(), await world.owner.client.job.count()], [1, 1]);
});

test('a duty outlives a server that is not there, pauses longer each time, and stops at once when told', async () => {
  const database = openDatabase({
    url: 'postgres://nobody@127.0.0.1:1/none',
    duty: 'worker',
    connectionsMax: 1,
    name: 'test',
  });
  let enough: (() => void) | undefined;
  const threeFaults = new Promise<void>((resolve) => {
    enough = resolve;
  });
  const faults: unknown[] = [];
  const log = {
    warn: (fact: string, fields: Record<string, unknown>) => {
      faults.push(fact);
      if (fields.faults === 3) enough?.();
    },
    error: (fact: string) => void faults.push(fact),
  };
  const planner = startPlanner({ database, hints: listeningHints().hints, pollMs: 10_000 }, log);
  await threeFaults;
  await planner.stop();
  await database.close();
  assert.deepEqual(new Set(faults), new Set(['planner.connection_lost']));
});

test('a duty that is woken during a pass makes another one, and none after it has stopped', async () => {
  let passes = 0;
  let reached: (() => void) | undefined;
  const second = new Promise<void>((resolve) => {
    reached = resolve;
  });
  const run = async () => {
    passes += 1;
    if (passes === 1) duty.wake();
    if (passes === 2) reached?.();
    return 60_000;
  };
  const duty = startDuty({ name: 'test', everyMs: 60_000, run }, silent);
  await second;
  await duty.stop();
  duty.wake();
  assert.equal(passes, 2);
});
