-- What a run repeats, and how much of it was kept.
ALTER TABLE "runs"
  ADD COLUMN "replay_from" TEXT,
  ADD COLUMN "replay_step" TEXT,
  ADD COLUMN "replay_alone" BOOLEAN NOT NULL DEFAULT false,
  ADD COLUMN "replay_reason" TEXT,
  ADD COLUMN "kept_steps" INTEGER NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "kept_steps" (
    "tenant_id" UUID NOT NULL,
    "run_id" UUID NOT NULL,
    "step" INTEGER NOT NULL,
    "from_run_id" UUID NOT NULL,
    "job_id" UUID,

    CONSTRAINT "kept_steps_pkey" PRIMARY KEY ("tenant_id","run_id","step")
);

-- CreateTable
CREATE TABLE "rerun_batches" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "state" TEXT NOT NULL,
    "start_from" TEXT NOT NULL,
    "latest" BOOLEAN NOT NULL,
    "per_minute" INTEGER NOT NULL,
    "reason" TEXT,
    "total" INTEGER NOT NULL,
    "waiting" INTEGER NOT NULL,
    "running" INTEGER NOT NULL DEFAULT 0,
    "succeeded" INTEGER NOT NULL DEFAULT 0,
    "failed" INTEGER NOT NULL DEFAULT 0,
    "cancelled" INTEGER NOT NULL DEFAULT 0,
    "refused" INTEGER NOT NULL DEFAULT 0,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "next_at" TIMESTAMPTZ(3) NOT NULL,
    "look_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "rerun_batches_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "rerun_items" (
    "tenant_id" UUID NOT NULL,
    "batch_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "run_id" UUID NOT NULL,
    "state" TEXT NOT NULL,
    "new_run_id" UUID,
    "code" TEXT,
    "message" TEXT,

    CONSTRAINT "rerun_items_pkey" PRIMARY KEY ("tenant_id","batch_id","position")
);

-- CreateTable
CREATE TABLE "earlier_params" (
    "tenant_id" UUID NOT NULL,
    "job_id" UUID NOT NULL,
    "fence" INTEGER NOT NULL,
    "params" JSON,
    "replaced_at" TIMESTAMPTZ(3) NOT NULL,
    "replaced_by" TEXT NOT NULL,

    CONSTRAINT "earlier_params_pkey" PRIMARY KEY ("tenant_id","job_id","fence")
);

-- From here on by hand.

create index runs_replay on runs (tenant_id, replay_of, id) where replay_of is not null;

alter table rerun_batches
  add constraint rerun_batches_state check (state in ('RUNNING', 'PAUSED', 'CANCELLED', 'DONE')),
  add constraint rerun_batches_counts check (waiting >= 0 and running >= 0 and total = waiting + running + succeeded + failed + cancelled + refused),
  -- Nobody looks at what is over, and only what waits for nothing is done.
  add constraint rerun_batches_finished check ((finished_at is not null) = (look_at is null) and (look_at is not null or waiting + running = 0)),
  add constraint rerun_batches_done check (state <> 'DONE' or look_at is null);
create index rerun_batches_look on rerun_batches (look_at) where look_at is not null;

alter table rerun_items
  add constraint rerun_items_state check (state in ('WAITING', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED', 'REFUSED')),
  add constraint rerun_items_refused check ((code is not null) = (state = 'REFUSED'));
-- What a pass looks for: those that wait, and those whose runs may have ended. Neither grows with what is done.
create index rerun_items_waiting on rerun_items (tenant_id, batch_id, position) where state = 'WAITING';
create index rerun_items_running on rerun_items (tenant_id, batch_id, position) where state = 'RUNNING';

grant select, insert on kept_steps to taskflow_web, taskflow_worker;
grant select, insert, update on rerun_batches, rerun_items to taskflow_web;
grant select, update on rerun_batches, rerun_items to taskflow_worker;
grant select, insert on earlier_params to taskflow_web;

do $$
declare
  own_tenant constant text := 'tenant_id = nullif(current_setting(''app.tenant'', true), '''')::uuid';
  tenant_table text;
begin
  foreach tenant_table in array array['kept_steps', 'rerun_batches', 'rerun_items', 'earlier_params'] loop
    execute format('alter table %I enable row level security', tenant_table);
    execute format('alter table %I force row level security', tenant_table);
    execute format('create policy web_own_tenant on %I to taskflow_web using (%s) with check (%s)', tenant_table, own_tenant, own_tenant);
    execute format('create policy worker_every_tenant on %I to taskflow_worker using (true) with check (true)', tenant_table);
  end loop;
end
$$;
