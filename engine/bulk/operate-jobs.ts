/** What every act of an operator on jobs has in common: the permission, what was given with it, and one hinted transaction. */

import { type Outcome, refuseAll } from '#domain/refusal.ts';
import { checkText } from '#domain/value/input-checks.ts';
import { refuseUnless } from '#engine/access/access.ts';
import { command, hintedCommand } from '#engine/store/command.ts';
import type { Context } from '#engine/store/context.ts';
import type { HintTopic } from '#engine/store/hints.ts';
import type { Transaction } from '#engine/store/transaction.ts';
import type { BulkInput, BulkOutcome } from './bulk-jobs.ts';

/** One job, and why it is acted upon. */
export type JobAct = { id: string; reason?: string | null };

/** Acts on one job. */
export async function operateOnJob(
  context: Context,
  { reason, topics }: Pick<JobAct, 'reason'> & { topics: readonly HintTopic[] },
  work: (tx: Transaction) => Promise<Outcome<{ id: string }>>,
): Promise<Outcome<{ id: string }>> {
  const forbidden = refuseUnless(context, 'job.operate');
  if (forbidden !== undefined) return forbidden;
  const unfit = checkText({ value: reason, path: ['reason'] });
  if (unfit.length > 0) return refuseAll(unfit);
  return await hintedCommand(context, topics, work);
}

/** Acts on the jobs of a filter. A dry run changes nothing, so there is nothing to hint at. */
export async function operateInBulk(
  context: Context,
  { dryRun, topics }: Pick<BulkInput, 'dryRun'> & { topics: readonly HintTopic[] },
  work: (tx: Transaction) => Promise<Outcome<BulkOutcome>>,
): Promise<Outcome<BulkOutcome>> {
  const forbidden = refuseUnless(context, 'job.operate');
  if (forbidden !== undefined) return forbidden;
  return dryRun === true ? await command(context, work) : await hintedCommand(context, topics, work);
}
