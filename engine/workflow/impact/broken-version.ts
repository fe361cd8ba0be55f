/** The newest version of a workflow, checked anew: what of it is wrong by the doing of one task or workflow that it names. */
import type { Problem } from '#domain/workflow/problem.ts';
import type { Context } from '#engine/store/context.ts';
import { transaction } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';

/** What would be refused of a workflow, and of which version. */
export type BrokenVersion = { workflowId: string; version: number; problems: Problem[] };

/** `leftOut` is how many more workflows there are and were not looked at; counting stops at a bound. */
export type Impact = { breaks: BrokenVersion[]; leftOut: number };

/** What is wrong whatever the named one is like is not its doing. */
export function problemsBeyond(problems: readonly Problem[], without: readonly Problem[]): Problem[] {
  const known = new Set(without.map(sayOnce));
  return problems.filter((problem) => !known.has(sayOnce(problem)));
}

function sayOnce({ code, path, message }: Problem): string {
  return JSON.stringify([code, path, message]);
}

export async function readLatest(
  context: Context,
  id: string,
): Promise<{ number: number; definition: string } | undefined> {
  const [latest] = await transaction(context.database, context.tenantId, ({ client, tenantId }) =>
    client.$queryRaw<{ number: number; definition: string }[]>(Prisma.sql`/* read_latest_definition */
      select v.number, v.definition::text as definition
      from workflows w
      join workflow_versions v on v.tenant_id = w.tenant_id and v.workflow_id = w.id and v.number = w.version
      where w.tenant_id = ${tenantId}::uuid and w.id = ${id}::uuid`),
  );
  return latest;
}
