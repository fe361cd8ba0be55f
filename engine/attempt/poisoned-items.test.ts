// Fault injection: whatever one item does to a pass, the 499 others of ten tenants are done, and the one says why it is not.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { raiseFaultAlerts } from '#engine/alert/fault-alerts.ts';
import { watchSla } from '#engine/sla/watch-sla.ts';
import { partsPerFault } from '#engine/store/batch/apart.ts';
import { newId } from '#engine/store/id.ts';
import { type Bundle, openBundle } from '#testing/bundle.ts';
import { duties } from '#testing/probes/poison.ts';

let bundle: Bundle;
before(async () => {
  bundle = await openBundle();
});
after(() => bundle.close());

const limit = { timeout: 120_000 };
// The batch, three levels of parts, and what becomes of the one that is left.
const transactionsMax = 1 + 3 * partsPerFault + 3;

async function lastEvent(): Promise<bigint> {
  const [row] = await bundle.owner.client.$queryRaw<{ id: bigint }[]>`select coalesce(max(id), 0) as id from events`;
  return row?.id ?? 0n;
}

async function transactionsSince(eventId: bigint): Promise<number> {
  const [row] = await bundle.owner.client.$queryRaw<
    { n: number }[]
  >`select count(distinct xid)::int as n from events where id > ${eventId}`;
  return row?.n ?? 0;
}

for (const duty of duties) {
  test(`one poisoned item of 500 harms nobody else: ${duty.name}`, limit, async () => {
    const { pass, ended, poisoned = '' } = await duty.prepare(bundle, true);
    const before = await lastEvent();
    await pass();
    const how = await ended();
    const others = [...how].filter(([id]) => id !== poisoned);
    assert.deepEqual([others.length, new Set(others.map(([, end]) => end))], [499, new Set(['done'])]);
    assert.equal(how.get(poisoned), duty.ends);
    // Closing them is for a person, whatever became of the work.
    await watchSla({ database: bundle.worker, hints: bundle.hints });
    const alerts = await bundle.owner.client.alert.findMany({ where: { kind: 'ENGINE_FAULT', state: 'OPEN' } });
    assert.deepEqual(
      alerts.map(({ severity }) => severity),
      ['CRITICAL'],
    );
    await bundle.owner.client.alert.updateMany({ data: { state: 'RESOLVED', resolvedAt: new Date() } });
    // The executor settles as jobs come, late runs end one by one, and reruns start at a rate.
    if (/^(executor|late runs|reruns)/.test(duty.name)) return;
    const transactions = await transactionsSince(before);
    assert.ok(transactions <= transactionsMax, `${transactions} transactions`);
  });
}

test('what the engine could not do is told once per subject, however often it happens', async () => {
  const { tenantId } = await bundle.tenant();
  const fault = { tenantId, about: 'schedule', id: newId(), message: 'it could not be planned: no' } as const;
  const raise = () => raiseFaultAlerts(bundle.worker.client, [fault], 'system:test');
  assert.deepEqual([await raise(), await raise()], [1, 0]);
  const types = await bundle.owner.client.event.findMany({ where: { tenantId }, select: { type: true } });
  assert.equal(types.filter(({ type }) => type === 'alert.raised').length, 1);
});
