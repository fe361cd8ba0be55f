/** Where the work of a row of the timeline is found, and by which index. */
import type { FleetWindow } from '#domain/timeline/fleet-window.ts';
import { firstIdOf } from '#engine/store/reading/id-span.ts';
import { Prisma } from '#prisma/generated/client.ts';

/** One index with work of rows, told by its columns; what is said of a row calls it `row`. */
export type FleetSource = {
  kind: 'job' | 'run';
  table: Prisma.Sql;
  /** What each thing tells: id, state, began, ended, and what it is named by. */
  columns: Prisma.Sql;
  /** What it is called, told from its columns. */
  name: Prisma.Sql;
  /** The column of the row, which stands before the id in the index. */
  key: Prisma.Sql;
  where: Prisma.Sql;
  /** What goes on and no walk over the window finds. */
  open?: Prisma.Sql;
};

type Where = { tenantId: string; window: FleetWindow };

/**
 * The newest of a row with ids from one on and before another, at most so many. Written as `any` of one and in the order
 * of the index: PostgreSQL takes `queue_id = row` ordered by id for a walk through all ids of the window at times, and
 * most of these are of other rows.
 */
export function walkThrough(
  { columns, table, key, where }: FleetSource,
  { first, beyond, take }: { first: Prisma.Sql; beyond: Prisma.Sql; take: number },
): Prisma.Sql {
  return Prisma.sql`
    select ${columns}
    from ${table}
    where ${where} and ${key} = any(array[row]) and id >= ${first} and id < ${beyond}
    order by ${key} desc, id desc
    limit ${take}`;
}

/** The sources of a kind of rows. */
export function sourcesOf(kind: 'WORKFLOW' | 'SCHEDULE' | 'QUEUE', { tenantId, window }: Where): FleetSource[] {
  const own = Prisma.sql`tenant_id = ${tenantId}::uuid`;
  const isEarlier = Prisma.sql`id < ${firstIdOf(window.fromMs)}::uuid`;
  const jobs = {
    kind: 'job',
    table: Prisma.sql`jobs`,
    columns: Prisma.sql`id, state::text as state, started_at as began, finished_at as ended, task_id as owner`,
    name: Prisma.sql`(select t.name from tasks t where t.${own} and t.id = x.owner)`,
  } as const;
  const runs = {
    kind: 'run',
    table: Prisma.sql`runs`,
    columns: Prisma.sql`id, state::text as state, started_at as began, finished_at as ended, workflow_id as owner`,
    name: Prisma.sql`(select w.name from workflows w where w.${own} and w.id = x.owner)`,
  } as const;
  switch (kind) {
    case 'WORKFLOW':
      return [
        {
          ...runs,
          key: Prisma.sql`workflow_id`,
          where: own,
          open: Prisma.sql`${own} and workflow_id = row and state in ('RUNNING', 'PAUSED') and ${isEarlier}`,
        },
      ];
    case 'SCHEDULE':
      return [
        {
          ...jobs,
          key: Prisma.sql`schedule_id`,
          where: Prisma.sql`${own} and schedule_id is not null`,
          open: Prisma.sql`${own} and schedule_id = row and state = 'RUNNING' and ${isEarlier}`,
        },
        {
          ...runs,
          key: Prisma.sql`schedule_id`,
          where: Prisma.sql`${own} and schedule_id is not null`,
          open: Prisma.sql`${own} and schedule_id = row and state in ('RUNNING', 'PAUSED') and ${isEarlier}`,
        },
      ];
    case 'QUEUE':
      return [
        {
          ...jobs,
          key: Prisma.sql`queue_id`,
          where: Prisma.sql`${own} and finished_at is not null`,
          open: Prisma.sql`queue_id = row and state = 'RUNNING'`,
        },
      ];
  }
}
