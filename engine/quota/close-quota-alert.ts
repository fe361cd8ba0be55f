/** Closes the alert about a quota, when a person took away what it was about. */
import { appendEvents } from '#engine/event/append-events.ts';
import type { Transaction } from '#engine/store/transaction.ts';

type Closing = { alertId: string | null; actor: string; reason: string };

export async function closeQuotaAlert(tx: Transaction, { alertId, actor, reason }: Closing): Promise<void> {
  if (alertId === null) return;
  const { count } = await tx.client.alert.updateMany({
    where: { tenantId: tx.tenantId, id: alertId, state: 'OPEN' },
    data: { state: 'RESOLVED', resolvedAt: tx.now },
  });
  if (count === 1)
    await appendEvents(tx, [
      { type: 'alert.resolved', entityIds: [alertId], from: 'OPEN', to: 'RESOLVED', reason, actor },
    ]);
}
