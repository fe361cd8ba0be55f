/** The newest version of a workflow, checked anew: what of it is wrong by the doing of one task or workflow that it names. */
import type { Problem } from '#domain/workflow/problem.ts';
import type { Context } from '#engine/store/context.ts';
import { transaction } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';

/** What would be refused of a workflow, and of which version. */
export type BrokenVersion = { workflowId: string; version: number; problems: Problem[] };

/** What became of looking at one: undefined where nothing of it breaks. */
export type Checked = BrokenVersion | 'not checked' | undefined;

/** `leftOut` is how many more workflows there are and were not looked at; counting stops at a bound. */
export type Impact = { breaks: BrokenVersion[]; leftOut: number };

/** False where there was no time or room to check it: what was published can be read, so nothing is wrong with its text. */
export function wasChecked({ problems }: { problems: readonly Problem[] }): boolean {
  return !problems.some(({ code, path }) => path.length === 0 && (code === 'LIMIT_REACHED' || code === 'TOO_LARGE'));
}

/** The workflows that break, and how many were not looked at, be it for want of time. */
export function impactOfAll(checked: readonly Checked[], leftOut: number): Impact {
  return {
    breaks: checked.filter((one) => one !== undefined && one !== 'not checked'),
    leftOut: leftOut + checked.filter((one) => one === 'not checked').length,
  };
}

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
