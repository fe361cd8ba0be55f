/** Gates as the read side hands them out. */

import { gateBounds } from '#domain/bounds/gate.ts';
import type { GateKind } from '#domain/gate/gate.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { gateCapacity, gateHeld } from './gate-capacity.ts';

/** `capacity` is null where nothing limits any more; `waiting` is counted up to a bound. */
export type GateRow = {
  id: string;
  kind: GateKind;
  key: string;
  /** The task whose cap it is; null for the others. */
  ownerId: string | null;
  capacity: number | null;
  held: number;
  waiting: number;
  /** Of the first of its line; null while nobody waits. */
  oldestWaiterSince: Date | null;
};

/** Of the row `g`. */
export const gateColumns = Prisma.sql`g.id, g.kind, g.key, g.owner_id as "ownerId", ${gateCapacity} as capacity, ${gateHeld} as held, (
      select count(*)::int
      from (select from jobs where tenant_id = g.tenant_id and gate_id = g.id limit ${gateBounds.waitingCountMax}) w
    ) as waiting, (
      select min(due_at)
      from (
        select due_at
        from jobs
        where tenant_id = g.tenant_id and gate_id = g.id
        order by rank, id
        limit ${gateBounds.waitingLookedAtMax}
      ) w
    ) as "oldestWaiterSince"`;
