/** In a word how versions are carried out: their handlers may be hundreds of kilobytes, and a list shows a line. */
import type { HandlerKind } from '#domain/task/handler.ts';
import type { Context } from '#engine/store/context.ts';
import { loadByKey } from '#engine/store/reading/loading.ts';
import { uuidArray } from '#engine/store/sql/sql-arrays.ts';
import { Prisma } from '#prisma/generated/client.ts';

// A line of a list, and no more.
const summaryLengthMax = 300;

/** `summary` is the name of a builtin, the method and address of a call, or a plugin and where it runs. */
export type HandlerSummary = { id: string; kind: HandlerKind; summary: string };

/** By version id. */
export async function loadTaskHandlers(
  context: Context,
  versionIds: readonly string[],
): Promise<Map<string, HandlerSummary>> {
  return await loadByKey(context, versionIds, {
    read: ({ client, tenantId }, wanted) =>
      client.$queryRaw<HandlerSummary[]>(Prisma.sql`/* load_task_handlers */
        select id,
          case when jsonb_exists(handler, 'http') then 'http' when jsonb_exists(handler, 'plugin') then 'plugin' else 'builtin' end as kind,
          left(case
            when jsonb_exists(handler, 'http') then concat_ws(' ', handler #>> '{http,method}', handler #>> '{http,url}')
            when jsonb_exists(handler, 'plugin') then concat_ws(' at ', handler #>> '{plugin,pluginId}', handler #>> '{plugin,runtimeUrl}')
            else coalesce(handler #>> '{builtin,name}', '')
          end, ${summaryLengthMax}::int) as summary
        from task_versions
        where tenant_id = ${tenantId}::uuid and id = any(${uuidArray(wanted)}::text::uuid[])`),
    keyOf: (version) => version.id,
  });
}
