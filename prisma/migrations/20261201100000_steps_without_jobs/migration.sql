-- CreateTable
CREATE TABLE "run_steps" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "run_id" UUID NOT NULL,
    "step" INTEGER NOT NULL,
    "step_key" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "reason_code" TEXT,
    "reason" TEXT,
    "ask" JSON,
    "signal" TEXT,
    "due_at" TIMESTAMPTZ(3),
    "look_at" TIMESTAMPTZ(3),
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),
    "result" JSON,
    "error" JSON,
    "decided_by" TEXT,

    CONSTRAINT "run_steps_pkey" PRIMARY KEY ("tenant_id","run_id","step")
);

-- CreateTable
CREATE TABLE "run_signals" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "run_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "payload" JSON,
    "size_bytes" INTEGER NOT NULL,
    "sent_by" TEXT NOT NULL,
    "sent_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "run_signals_pkey" PRIMARY KEY ("tenant_id","run_id","id")
);

-- AddForeignKey
ALTER TABLE "run_steps" ADD CONSTRAINT "run_steps_tenant_id_run_id_fkey" FOREIGN KEY ("tenant_id", "run_id") REFERENCES "runs"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "run_signals" ADD CONSTRAINT "run_signals_tenant_id_run_id_fkey" FOREIGN KEY ("tenant_id", "run_id") REFERENCES "runs"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- From here on by hand.

alter table run_steps
  add constraint run_steps_kind check (kind in ('WAIT', 'APPROVAL')),
  add constraint run_steps_state check (state in ('PENDING', 'SUCCEEDED', 'FAILED', 'CANCELLED', 'SKIPPED')),
  -- Nobody looks at what is over.
  add constraint run_steps_finished check ((state = 'PENDING') = (finished_at is null) and (look_at is null or state = 'PENDING'));

-- The worker looks for what is due; everything that is over stays out of its way.
create index run_steps_look on run_steps (look_at) where look_at is not null;

grant select, insert, update on run_steps to taskflow_web, taskflow_worker;
grant select, insert, delete on run_signals to taskflow_web, taskflow_worker;

do $$
declare
  own_tenant constant text := 'tenant_id = nullif(current_setting(''app.tenant'', true), '''')::uuid';
  tenant_table text;
begin
  foreach tenant_table in array array['run_steps', 'run_signals'] loop
    execute format('alter table %I enable row level security', tenant_table);
    execute format('alter table %I force row level security', tenant_table);
    execute format('create policy web_own_tenant on %I to taskflow_web using (%s) with check (%s)', tenant_table, own_tenant, own_tenant);
    execute format('create policy worker_every_tenant on %I to taskflow_worker using (true) with check (true)', tenant_table);
  end loop;
end
$$;
