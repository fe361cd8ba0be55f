/** The runs that a filter finds, before anybody says what to read of them: a list, or counts. */
import { pageBounds } from '#domain/bounds/page.ts';
import { narrowed } from '#domain/query/conditions.ts';
import type { RunConditions } from '#domain/run/run-filter.ts';
import { idSpan, instantSpan } from '#engine/store/reading/id-span.ts';
import type { Transaction } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';

/** Conditions with the workflows' names resolved to ids. */
export type ResolvedRuns = Omit<RunConditions, 'workflows' | 'words'> & { workflowIds: string[] | undefined };

/** The conditions with ids in the place of names. */
export async function resolveRuns(
  tx: Transaction,
  { workflows, words, ...conditions }: RunConditions,
): Promise<ResolvedRuns> {
  // Which index is right depends on the values asked for, so each page is planned for its own.
  const [names] = await tx.client.$queryRaw<Names[]>(Prisma.sql`/* resolve_run_filter */
    select set_config('plan_cache_mode', 'force_custom_plan', true),
      array(select id::text from workflows where tenant_id = ${tx.tenantId}::uuid and name = any(${workflows ?? []}::text[])) as workflow_ids,
      (select json_agg(json_build_array(w.word, array(
        select f.id
        from workflows f
        where f.tenant_id = ${tx.tenantId}::uuid and position(lower(w.word) in lower(f.name)) > 0
        limit ${pageBounds.queryMatchesMax}
      ))) from unnest(${words}::text[]) as w (word)) as words`);
  let workflowIds = workflows === undefined ? undefined : (names?.workflow_ids ?? []);
  for (const [, matches] of names?.words ?? []) workflowIds = narrowed(workflowIds, matches);
  return { ...conditions, workflowIds };
}

type Names = { workflow_ids: string[]; words: [string, string[]][] | null };

/** Under row level security a state leads to an index only where it stands in the index's own predicate; see job-sources.ts. */
export const inStates = {
  open: Prisma.sql`state in ('RUNNING', 'PAUSED')`,
  FAILED: Prisma.sql`state = 'FAILED'`,
  CANCELLED: Prisma.sql`state = 'CANCELLED'`,
};

/** The sources that together hold every run that may match. */
export function runSourcesOf({ states, workflowIds, schedules, ids, parents }: ResolvedRuns): Prisma.Sql[] {
  const isNarrow = workflowIds !== undefined || schedules !== undefined || ids !== undefined || parents !== undefined;
  if (states === undefined || isNarrow || states.includes('SUCCEEDED')) return [Prisma.sql`true`];
  const sources: Prisma.Sql[] = [];
  if (states.includes('RUNNING') || states.includes('PAUSED')) sources.push(inStates.open);
  if (states.includes('FAILED')) sources.push(inStates.FAILED);
  if (states.includes('CANCELLED')) sources.push(inStates.CANCELLED);
  return sources;
}

/** What is asked of every run of a source. */
export function restOf(tenantId: string, conditions: ResolvedRuns): Prisma.Sql[] {
  const { states, startedAfterMs, startedBeforeMs } = conditions;
  const rest = [Prisma.sql`tenant_id = ${tenantId}::uuid`, ...originsOf(conditions)];
  if (states !== undefined) rest.push(Prisma.sql`state = any(${states}::text[]::run_state[])`);
  rest.push(...instantSpan(Prisma.sql`started_at`, startedAfterMs, startedBeforeMs));
  rest.push(...finishedSpan(conditions));
  rest.push(...idSpan({ afterMs: startedAfterMs, beforeMs: startedBeforeMs }));
  return rest;
}

/** Conditions on where a run comes from; each leads to an index that ends with the id. */
export function originsOf({ workflowIds, schedules, ids, ...conditions }: ResolvedRuns): Prisma.Sql[] {
  const origins: Prisma.Sql[] = [];
  if (workflowIds !== undefined) origins.push(Prisma.sql`workflow_id = any(${workflowIds}::uuid[])`);
  if (schedules !== undefined) origins.push(Prisma.sql`schedule_id = any(${schedules}::uuid[])`);
  if (ids !== undefined) origins.push(Prisma.sql`id = any(${ids}::uuid[])`);
  origins.push(...parentsOf(conditions));
  return origins;
}

function parentsOf({
  parents,
  parentStep,
  isTop,
}: Pick<ResolvedRuns, 'parents' | 'parentStep' | 'isTop'>): Prisma.Sql[] {
  const asked: Prisma.Sql[] = [];
  if (parents !== undefined) asked.push(Prisma.sql`parent_run_id = any(${parents}::uuid[])`);
  // Row level security names the tenant.
  if (parentStep !== undefined)
    asked.push(
      Prisma.sql`(select s.step_key from run_steps s where s.run_id = parent_run_id and s.step = parent_step limit 1) = ${parentStep}`,
    );
  if (isTop !== undefined)
    asked.push(isTop ? Prisma.sql`parent_run_id is null` : Prisma.sql`parent_run_id is not null`);
  return asked;
}

/** Conditions that a run settled in the span that was asked for. */
export function finishedSpan({ finishedAfterMs, finishedBeforeMs }: ResolvedRuns): Prisma.Sql[] {
  return instantSpan(Prisma.sql`finished_at`, finishedAfterMs, finishedBeforeMs);
}

/** The ids of the newest runs that match, at most so many, the newest first. */
export async function findRunIds(
  tx: Transaction,
  { conditions, take }: { conditions: ResolvedRuns; take: number },
): Promise<string[]> {
  const sources = runSourcesOf(conditions);
  if (sources.length === 0) return [];
  const rest = Prisma.join(restOf(tx.tenantId, conditions), ' and ');
  const parts = sources.map(
    (source) => Prisma.sql`(select id from runs where ${source} and ${rest} order by id desc limit ${take})`,
  );
  const rows = await tx.client.$queryRaw<{ id: string }[]>(Prisma.sql`/* find_run_ids */
    select id
    from (${Prisma.join(parts, ' union all ')}) found
    order by id desc
    limit ${take}`);
  return rows.map(({ id }) => id);
}
