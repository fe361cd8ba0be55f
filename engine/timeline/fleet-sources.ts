/** Where the work of a row of the timeline is found, and by which index. */
import type { FleetWindow } from '#domain/timeline/fleet-window.ts';
import { firstIdOf } from '#engine/store/reading/id-span.ts';
import { Prisma } from '#prisma/generated/client.ts';

/** One index with work of rows; `where` speaks of `row`, and every walk goes on by id. */
export type FleetSource = {
  kind: 'job' | 'run';
  table: Prisma.Sql;
  /** What each thing tells: id, state, began, ended, and what it is named by. */
  columns: Prisma.Sql;
  /** What it is called, told from its columns. */
  name: Prisma.Sql;
  where: Prisma.Sql;
  /** What goes on and no walk over the window finds. */
  open?: Prisma.Sql;
};

type Where = { tenantId: string; window: FleetWindow };

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
          where: Prisma.sql`${own} and workflow_id = row`,
          open: Prisma.sql`${own} and workflow_id = row and state in ('RUNNING', 'PAUSED') and ${isEarlier}`,
        },
      ];
    case 'SCHEDULE':
      return [
        {
          ...jobs,
          where: Prisma.sql`${own} and schedule_id = row`,
          open: Prisma.sql`${own} and schedule_id = row and state = 'RUNNING' and ${isEarlier}`,
        },
        {
          ...runs,
          where: Prisma.sql`${own} and schedule_id = row`,
          open: Prisma.sql`${own} and schedule_id = row and state in ('RUNNING', 'PAUSED') and ${isEarlier}`,
        },
      ];
    case 'QUEUE':
      return [
        {
          ...jobs,
          where: Prisma.sql`${own} and queue_id = row and finished_at is not null`,
          open: Prisma.sql`queue_id = row and state = 'RUNNING'`,
        },
      ];
  }
}
