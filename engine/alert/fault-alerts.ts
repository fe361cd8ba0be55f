/** Alerts about work that the engine itself could not do: raised once per job, run or schedule, closed by a person. */
import { alertSeverities, engineFault } from '#domain/sla/alert-kinds.ts';
import { publicId } from '#domain/value/ids.ts';
import { appendEvents, type NewEvent } from '#engine/event/append-events.ts';
import type { Asking } from '#engine/store/connection/packets.ts';
import { newId } from '#engine/store/id.ts';
import { Prisma } from '#prisma/generated/client.ts';

/** What could not be done, in a sentence, and for whom. */
export type EngineFault = {
  tenantId: string;
  about: 'job' | 'run' | 'schedule';
  id: string;
  message: string;
};

const severity = alertSeverities[engineFault];

/** Raises an alert for each that has none yet, in the transaction that records what became of it. */
export async function raiseFaultAlerts(client: Asking, faults: readonly EngineFault[], actor: string): Promise<number> {
  if (faults.length === 0) return 0;
  const rows = faults.map((one) => ({
    tenant_id: one.tenantId,
    id: newId(),
    message: one.message,
    subject_id: one.id,
    job_id: one.about === 'job' ? one.id : null,
    run_id: one.about === 'run' ? one.id : null,
    schedule_id: one.about === 'schedule' ? one.id : null,
  }));
  const inserted = await client.$queryRaw<{ id: string }[]>(Prisma.sql`/* raise_fault_alerts */
    insert into alerts (tenant_id, id, kind, state, severity, message, subject_id, job_id, run_id, schedule_id, raised_at)
    select tenant_id, id, ${engineFault}, 'OPEN', ${severity}, message, subject_id, job_id, run_id, schedule_id, now()
    from json_to_recordset(${JSON.stringify(rows)}::json) as a (tenant_id uuid, id uuid, message text, subject_id uuid, job_id uuid, run_id uuid,
      schedule_id uuid)
    order by tenant_id, subject_id
    on conflict do nothing
    returning id`);
  const raised = new Set(inserted.map(({ id }) => id));
  const events = rows.flatMap((row, n): NewEvent[] => {
    const one = faults[n];
    if (one === undefined || !raised.has(row.id)) return [];
    return [
      {
        tenantId: one.tenantId,
        type: 'alert.raised',
        entityIds: [row.id],
        to: 'OPEN',
        reason: engineFault,
        actor,
        payloads: [{ [one.about]: publicId(one.about, one.id), severity, message: row.message }],
      },
    ];
  });
  await appendEvents({ client, tenantId: '' }, events);
  return raised.size;
}
