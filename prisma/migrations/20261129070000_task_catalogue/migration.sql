-- Since when nothing new is to be made of a task, by whom and why.
ALTER TABLE "tasks"
  ADD COLUMN "deprecated_at" TIMESTAMPTZ(3),
  ADD COLUMN "deprecated_by" TEXT,
  ADD COLUMN "deprecated_reason" TEXT;

-- CreateTable
CREATE TABLE "workflow_tasks" (
    "tenant_id" UUID NOT NULL,
    "task_id" UUID NOT NULL,
    "workflow_id" UUID NOT NULL,

    CONSTRAINT "workflow_tasks_pkey" PRIMARY KEY ("tenant_id","task_id","workflow_id")
);

-- CreateTable
CREATE TABLE "test_calls" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "queue" TEXT NOT NULL,
    "task" TEXT NOT NULL,
    "handler" JSON,
    "params" JSON,
    "kept_headers" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "timeout_ms" INTEGER NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "claimed_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),
    "answer" JSON,

    CONSTRAINT "test_calls_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateIndex
CREATE INDEX "workflow_tasks_tenant_id_workflow_id_idx" ON "workflow_tasks"("tenant_id", "workflow_id");

-- CreateIndex
CREATE INDEX "test_calls_created_at_idx" ON "test_calls"("created_at");

-- From here on by hand.

alter table tasks
  add constraint tasks_deprecated check ((deprecated_at is not null) = (deprecated_by is not null) and (deprecated_reason is null or deprecated_at is not null));

alter table test_calls
  add constraint test_calls_claimed check (finished_at is null or claimed_at is not null),
  add constraint test_calls_answered check (answer is null or finished_at is not null),
  add constraint test_calls_timeout check (timeout_ms between 1 and 60000);
-- What a worker looks for; the rest is read by its id and forgotten within minutes.
create index test_calls_waiting on test_calls (created_at) where claimed_at is null;

-- Not led by the tenant: a lookup by tenant alone must not find it.
create index schedules_task on schedules (task_id) where task_id is not null and state <> 'ENDED';

-- The tasks of the workflows that are there. Policies are forced on the owner, too, so they are lifted for the walk.
-- A release before this one publishes without these rows: they follow with the next version that is published.
alter table workflows no force row level security;
alter table workflow_versions no force row level security;
alter table tasks no force row level security;
insert into workflow_tasks (tenant_id, task_id, workflow_id)
select distinct w.tenant_id, t.id, w.id
from workflows w
join workflow_versions v on v.tenant_id = w.tenant_id and v.workflow_id = w.id and v.number = w.version
cross join lateral json_array_elements(case when json_typeof(v.definition -> 'steps') = 'array' then v.definition -> 'steps' else '[]' end) step
join tasks t on t.tenant_id = w.tenant_id and t.name = step ->> 'task';
alter table workflows force row level security;
alter table workflow_versions force row level security;
alter table tasks force row level security;

grant select, insert, delete on workflow_tasks to taskflow_web;
grant select, insert, update on test_calls to taskflow_web;
grant select, update, delete on test_calls to taskflow_worker;

do $$
declare
  own_tenant constant text := 'tenant_id = nullif(current_setting(''app.tenant'', true), '''')::uuid';
  tenant_table text;
begin
  foreach tenant_table in array array['workflow_tasks', 'test_calls'] loop
    execute format('alter table %I enable row level security', tenant_table);
    execute format('alter table %I force row level security', tenant_table);
    execute format('create policy web_own_tenant on %I to taskflow_web using (%s) with check (%s)', tenant_table, own_tenant, own_tenant);
    execute format('create policy worker_every_tenant on %I to taskflow_worker using (true) with check (true)', tenant_table);
  end loop;
end
$$;
