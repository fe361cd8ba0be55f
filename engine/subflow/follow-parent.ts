/** Lets runs follow the step that started them: cancelled when it does not wait for them any more, paused and resumed with its run. */
import { subflowBounds } from '#domain/bounds/subflow.ts';
import { engineFault } from '#domain/sla/alert-kinds.ts';
import { publicId } from '#domain/value/ids.ts';
import { advanceRuns } from '#engine/run/advance/advance-runs.ts';
import { closeRuns } from '#engine/run/advance/close-runs.ts';
import { failRuns } from '#engine/run/advance/fail-runs.ts';
import { type LockedRun, lockRuns } from '#engine/run/advance/lock-runs.ts';
import { switchRuns } from '#engine/run/switch-runs.ts';
import { eachApart, faultSentence, unlessLeft } from '#engine/store/batch/apart.ts';
import type { Database, Statements } from '#engine/store/database.ts';
import { uuidArray } from '#engine/store/sql/sql-arrays.ts';
import { dutyTransaction } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';
import type { DueStep } from './due-steps.ts';

type Follower = {
  tenantId: string;
  id: string;
  parentRunId: string;
  stepKey: string;
  act: 'CANCEL' | 'PAUSE' | 'RESUME';
};

// Those of one step with the longest list, and one page more.
const pagesPerPass = subflowBounds.itemsMax / subflowBounds.switchedPerPassMax + 1;

type Following = { actor: string; pagesMax?: number; perPage?: number };

/** `count` were cancelled, paused or resumed; `isMore`: there are others left. Each in a transaction of its own, which takes no lock of its parent. */
export async function letFollow(
  database: Database,
  steps: readonly DueStep[],
  { actor, pagesMax = pagesPerPass, perPage = subflowBounds.switchedPerPassMax }: Following,
): Promise<{ count: number; isMore: boolean }> {
  let count = 0;
  // A step may have more runs than one page holds; each page ends some of them.
  for (let page = 0; page < pagesMax; page += 1) {
    const followers = await findFollowers(database, steps, perPage);
    const { results, poisoned } = unlessLeft(
      await eachApart(followers, (part) => dutyTransaction(database, (client) => follow(client, part, actor))),
    );
    const stuck = poisoned.map(({ item: { tenantId, id: runId }, fault }) => {
      const reason = `the run could not follow its parent: ${faultSentence(fault)}`;
      return { tenantId, runId, reasonCode: engineFault, reason, fault: reason };
    });
    const ended = await failRuns(database, stuck, actor);
    for (const one of ended.poisoned) throw one.fault;
    if (ended.left.length > 0) throw ended.fault;
    count += results.reduce((sum, one) => sum + one, ended.failed);
    if (followers.length < perPage) return { count, isMore: false };
  }
  return { count, isMore: true };
}

// A run that was paused by hand stays paused when its parent is resumed; one that is ending is brought to its end.
async function findFollowers({ client }: Database, steps: readonly DueStep[], limit: number): Promise<Follower[]> {
  if (steps.length === 0) return [];
  return await client.$queryRaw<Follower[]>(Prisma.sql`/* find_followers */
    select * from (
      select c.tenant_id as "tenantId", c.id, c.parent_run_id as "parentRunId", s.step_key as "stepKey",
        case
          when s.state <> 'RUNNING' or p.finished_at is not null then case
            when c.ending is null then 'CANCEL'
            when c.state = 'PAUSED' and c.reason_code = 'PARENT_PAUSED' then 'RESUME'
          end
          when p.state = 'PAUSED' and c.state = 'RUNNING' then 'PAUSE'
          when p.state = 'RUNNING' and c.state = 'PAUSED' and c.reason_code = 'PARENT_PAUSED' then 'RESUME'
        end as act
      from unnest(${uuidArray(steps.map(({ tenantId }) => tenantId))}::text::uuid[], ${uuidArray(steps.map(({ runId }) => runId))}::text::uuid[],
        ${steps.map(({ step }) => step)}::int[]) as w (tenant_id, run_id, step)
      join run_steps s on s.tenant_id = w.tenant_id and s.run_id = w.run_id and s.step = w.step
      join runs p on p.tenant_id = w.tenant_id and p.id = w.run_id
      join runs c on c.parent_run_id = w.run_id and c.parent_step = w.step and c.tenant_id = w.tenant_id
      where c.state in ('RUNNING', 'PAUSED')
    ) f
    where act is not null
    order by id
    limit ${limit}`);
}

async function follow(client: Statements, part: readonly Follower[], actor: string): Promise<number> {
  const locked = await lockRuns(
    client,
    part.map(({ tenantId, id: runId }) => ({ tenantId, runId })),
  );
  const byId = new Map(part.map((one) => [one.id, one]));
  let count = 0;
  for (const run of locked) {
    const follower = byId.get(run.id);
    if (follower !== undefined && (await followOne(client, run, { follower, actor }))) count += 1;
  }
  return count;
}

async function followOne(
  client: Statements,
  run: LockedRun,
  { follower, actor }: { follower: Follower; actor: string },
): Promise<boolean> {
  const { act, stepKey } = follower;
  const parent = publicId('run', follower.parentRunId);
  const now = run.lockedAt;
  if (act === 'CANCEL') {
    if (run.ending !== null || (run.state !== 'RUNNING' && run.state !== 'PAUSED')) return false;
    const reason = `step ${stepKey} of ${parent} does not wait for it any more`;
    await closeRuns(client, [run], { to: 'CANCELLED', now, actor, reasonCode: 'PARENT_ENDED', reason });
    return true;
  }
  if (run.state !== (act === 'PAUSE' ? 'RUNNING' : 'PAUSED')) return false;
  if (act === 'PAUSE') {
    await switchRuns(client, [run], { to: 'PAUSED', actor, reason: `${parent} is paused`, code: 'PARENT_PAUSED' });
    return true;
  }
  const resumed = await switchRuns(client, [run], { to: 'RUNNING', actor, reason: `${parent} goes on` });
  await advanceRuns(client, { now, actor, runs: resumed.map((one) => ({ run: one, moves: [] })) });
  return true;
}
