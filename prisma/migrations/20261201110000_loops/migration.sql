-- A loop has a job for each item or round that it has started, and one without a number when it is over: the step's own.
ALTER TABLE "jobs" ADD COLUMN "item" INTEGER;

-- CreateTable
CREATE TABLE "run_loops" (
    "tenant_id" UUID NOT NULL,
    "run_id" UUID NOT NULL,
    "step" INTEGER NOT NULL,
    "total" INTEGER,
    "started" INTEGER NOT NULL DEFAULT 0,
    "succeeded" INTEGER NOT NULL DEFAULT 0,
    "failed" INTEGER NOT NULL DEFAULT 0,
    "items" TEXT[],
    "fault_code" TEXT,
    "fault" TEXT,

    CONSTRAINT "run_loops_pkey" PRIMARY KEY ("tenant_id","run_id","step")
);

-- AddForeignKey
ALTER TABLE "run_loops" ADD CONSTRAINT "run_loops_tenant_id_run_id_fkey" FOREIGN KEY ("tenant_id", "run_id") REFERENCES "runs"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- From here on by hand: what Prisma's schema language cannot say.
create unique index jobs_step_item on jobs (tenant_id, run_id, step, item) nulls not distinct where run_id is not null;
drop index jobs_step;
alter index jobs_step_item rename to jobs_step;

alter table jobs add constraint jobs_item_of_step check (item is null or (step is not null and item >= 0)) not valid;
alter table run_loops
  add constraint run_loops_counts check (succeeded >= 0 and failed >= 0 and succeeded + failed <= started and (total is null or started <= total)),
  add constraint run_loops_fault check ((fault_code is null) = (fault is null));
-- Its counts are written with every item, what it repeats over never again.
alter table run_loops alter column items set storage external, set (fillfactor = 50);

grant select, insert, update on run_loops to taskflow_web, taskflow_worker;
alter table run_loops enable row level security;
alter table run_loops force row level security;
create policy web_own_tenant on run_loops to taskflow_web
  using (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);
create policy worker_every_tenant on run_loops to taskflow_worker using (true) with check (true);
