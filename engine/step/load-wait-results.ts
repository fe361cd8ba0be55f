/** What steps without a job left: of up to a payload each, so they are not read with the steps of a run. */
import { done, type Outcome } from '#domain/refusal.ts';
import type { Json } from '#domain/value/json.ts';
import type { Context } from '#engine/store/context.ts';
import { allOrNone, type Sized, upToBound } from '#engine/store/reading/large-values.ts';
import { loadByKey } from '#engine/store/reading/loading.ts';
import { storedJson } from '#engine/store/sql/stored-json.ts';
import { Prisma } from '#prisma/generated/client.ts';

/** By `<run> <step>`: the run's bare id and the number of the step. */
export async function loadWaitResults(context: Context, keys: readonly string[]): Promise<Outcome<Map<string, Json>>> {
  const rows = await loadByKey(context, keys, {
    read: ({ client, tenantId }, wanted) => {
      const places = wanted.map((key) => key.split(' '));
      return client.$queryRaw<(Sized & { id: string; result: unknown })[]>(
        upToBound(
          'load_wait_results',
          ['result'],
          Prisma.sql`
            select s.run_id || ' ' || s.step as id, s.result, octet_length(s.result::text) as size
            from unnest(${places.map(([run = '']) => run)}::uuid[], ${places.map(([, step]) => Number(step))}::int[]) as w (run_id, step)
            join run_steps s on s.tenant_id = ${tenantId}::uuid and s.run_id = w.run_id and s.step = w.step`,
        ),
      );
    },
    keyOf: (row) => row.id,
  });
  const loaded = allOrNone(rows, 'the results of the steps');
  return loaded.ok ? done(new Map([...loaded.value].map(([id, row]) => [id, storedJson(row.result)]))) : loaded;
}
