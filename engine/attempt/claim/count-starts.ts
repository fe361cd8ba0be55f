/** The part of a careful claim that counts what was taken under rates: in the statement that takes it, so that both are stored or neither. */
import type { Rate } from '#domain/rate/rate.ts';
import { type RateRoom, rateRoom, type Slice, type Starts, sliceAt, withStarts } from '#domain/rate/starts.ts';
import { Prisma } from '#prisma/generated/client.ts';

/** A rate at the instant of a claim: whose it is, and what started lately. */
export type RateView = {
  tenantId: string;
  /** The queue, the tenant or the gate. */
  ownerId: string;
  kind: 'QUEUE' | 'TENANT' | 'GATE';
  rate: Rate;
  starts: Starts | null;
  nowMs: number;
};

/** How many more may start, after so many of this claim. */
export function roomUnder({ rate, starts, nowMs }: RateView, taken = 0): RateRoom {
  return rateRoom(rate, taken === 0 ? starts : withStarts(rate, starts, { nowMs, count: taken }), nowMs);
}

/** What was counted as a row keeps it; null when nothing was. */
export function readStarts(seenMs: number | null, slices: unknown): Starts | null {
  return seenMs === null ? null : { seenMs, slices: slices as readonly Slice[] };
}

/** A common table behind `moved`; a comma is to stand before it. */
export function startsCounted(views: readonly RateView[]): Prisma.Sql {
  const rows = views.map(({ tenantId, ownerId, kind, rate, starts, nowMs }) => {
    const { kept, endMs, inSlice } = sliceAt(rate, starts, nowMs);
    return { tenant_id: tenantId, owner_id: ownerId, kind, now_ms: nowMs, kept, end_ms: endMs, in_slice: inSlice };
  });
  return Prisma.sql`counted as (
      insert into rate_starts (tenant_id, owner_id, seen_ms, slices)
      select r.tenant_id, r.owner_id, r.now_ms, (r.kept || jsonb_build_array(jsonb_build_array(r.end_ms, r.in_slice + t.taken)))::json
      from json_to_recordset(${JSON.stringify(rows)}::json)
        as r (tenant_id uuid, owner_id uuid, kind text, now_ms float8, kept jsonb, end_ms float8, in_slice int)
      cross join lateral (
        select count(*) as taken
        from moved m
        where m.tenant_id = r.tenant_id and case r.kind
          when 'TENANT' then true
          when 'QUEUE' then m.queue_id = r.owner_id
          else exists (select from json_to_recordset(m.needs) as n (gate uuid) where n.gate = r.owner_id)
        end
      ) t
      where t.taken > 0
      on conflict (tenant_id, owner_id) do update set seen_ms = excluded.seen_ms, slices = excluded.slices
    )`;
}
