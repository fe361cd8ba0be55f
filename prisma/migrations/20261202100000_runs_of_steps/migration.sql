-- AlterTable
ALTER TABLE "runs" ADD COLUMN     "parent_run_id" UUID,
ADD COLUMN     "parent_step" INTEGER,
ADD COLUMN     "parent_item" INTEGER,
ADD COLUMN     "depth" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "is_told" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "workflow_calls" (
    "tenant_id" UUID NOT NULL,
    "workflow_id" UUID NOT NULL,
    "callee_id" UUID NOT NULL,

    CONSTRAINT "workflow_calls_pkey" PRIMARY KEY ("tenant_id","workflow_id","callee_id")
);

-- CreateIndex
CREATE INDEX "workflow_calls_tenant_id_callee_id_idx" ON "workflow_calls"("tenant_id", "callee_id");

-- From here on by hand.

alter table runs
  add constraint runs_parent check ((parent_run_id is null) = (parent_step is null) and (parent_item is null or parent_step is not null)) not valid;

-- A step starts each of its runs once, whoever starts it.
create unique index runs_of_step on runs (parent_run_id, parent_step, coalesce(parent_item, -1)) where parent_run_id is not null;

-- Runs that are over and whose parent has not taken that in; all others stay out of the way.
create index runs_untold on runs (finished_at) where parent_run_id is not null and finished_at is not null and not is_told;

alter table run_steps
  drop constraint run_steps_kind,
  drop constraint run_steps_state,
  drop constraint run_steps_finished;
alter table run_steps
  add constraint run_steps_kind check (kind in ('WAIT', 'APPROVAL', 'WORKFLOW')) not valid,
  add constraint run_steps_state check (state in ('PENDING', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED', 'SKIPPED')) not valid,
  -- Nobody looks at what is over, but at a step whose runs are still to be ended.
  add constraint run_steps_finished check ((state in ('PENDING', 'RUNNING')) = (finished_at is null) and (look_at is null or state = 'PENDING' or kind = 'WORKFLOW')) not valid;

-- Who looks for one kind comes across none of the other, however many of those wait.
drop index run_steps_look;
create index run_steps_look on run_steps (look_at) where look_at is not null and kind <> 'WORKFLOW';
create index run_steps_look_subflow on run_steps (look_at) where look_at is not null and kind = 'WORKFLOW';

grant select, insert, delete on workflow_calls to taskflow_web;
grant select on workflow_calls to taskflow_worker;

alter table workflow_calls enable row level security;
alter table workflow_calls force row level security;
create policy web_own_tenant on workflow_calls to taskflow_web
  using (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);
create policy worker_every_tenant on workflow_calls to taskflow_worker using (true) with check (true);
