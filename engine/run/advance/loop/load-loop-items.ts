/** What the lists of foreach steps hold, for the jobs that carry their items out. */
import { done, type Outcome } from '#domain/refusal.ts';
import type { Json } from '#domain/value/json.ts';
import type { Context } from '#engine/store/context.ts';
import { allOrNone, type Sized, upToBound } from '#engine/store/reading/large-values.ts';
import { loadByKey } from '#engine/store/reading/loading.ts';
import { uuidArray } from '#engine/store/sql/sql-arrays.ts';
import { Prisma } from '#prisma/generated/client.ts';

type Row = Sized & { id: string; value: string | null };

/** By `<run> <step> <item>`: the run's bare id and two numbers. A round of a while step has none. */
export async function loadLoopItems(context: Context, keys: readonly string[]): Promise<Outcome<Map<string, Json>>> {
  const rows = await loadByKey(context, keys, {
    read: ({ client, tenantId }, wanted) => {
      const places = wanted.map((key) => key.split(' '));
      // A list is unpacked once, however many of its items are asked for; one that was taken up holds what was left of it.
      return client.$queryRaw<Row[]>(
        upToBound(
          'load_loop_items',
          ['value'],
          Prisma.sql`
            select w.run_id || ' ' || w.step || ' ' || coalesce(l.places[i.nth], i.nth - 1) as id, i.value, octet_length(i.value) as size
            from (
              select run_id, step, array_agg(item) as wanted
              from unnest(${uuidArray(places.map(([run = '']) => run))}::text::uuid[], ${places.map(([, step]) => Number(step))}::int[],
                ${places.map(([, , item]) => Number(item))}::int[]) as p (run_id, step, item)
              group by run_id, step
            ) w
            cross join lateral (
              select items, places from run_loops where tenant_id = ${tenantId}::uuid and run_id = w.run_id and step = w.step limit 1
            ) l
            cross join lateral unnest(l.items) with ordinality as i (value, nth)
            where coalesce(l.places[i.nth], i.nth - 1) = any(w.wanted)`,
        ),
      );
    },
    keyOf: (row) => row.id,
  });
  const loaded = allOrNone(rows, 'the items');
  return loaded.ok ? done(new Map([...loaded.value].map(([id, row]) => [id, valueOf(row)]))) : loaded;
}

function valueOf({ value }: Row): Json {
  return value === null ? null : (JSON.parse(value) as Json);
}
