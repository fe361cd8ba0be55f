-- A run that people change while it is open has a definition of its own and says what was changed.
ALTER TABLE "runs" ADD COLUMN "changes" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN "definition_id" UUID,
ADD COLUMN "superseded" JSON;

-- CreateTable
CREATE TABLE "run_definitions" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "workflow_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "definition" JSON NOT NULL,

    CONSTRAINT "run_definitions_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "run_changes" (
    "tenant_id" UUID NOT NULL,
    "run_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "changed_by" TEXT NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,
    "reason" TEXT NOT NULL,
    "changes" JSON NOT NULL,

    CONSTRAINT "run_changes_pkey" PRIMARY KEY ("tenant_id","run_id","number")
);

-- AddForeignKey
ALTER TABLE "run_changes" ADD CONSTRAINT "run_changes_tenant_id_run_id_fkey" FOREIGN KEY ("tenant_id", "run_id") REFERENCES "runs"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- From here on by hand.

alter table run_changes add constraint run_changes_number check (number > 0);

-- Both are written once and stay as they are.
grant select, insert on run_definitions, run_changes to taskflow_web, taskflow_worker;

do $$
declare
  own_tenant constant text := 'tenant_id = nullif(current_setting(''app.tenant'', true), '''')::uuid';
  tenant_table text;
begin
  foreach tenant_table in array array['run_definitions', 'run_changes'] loop
    execute format('alter table %I enable row level security', tenant_table);
    execute format('alter table %I force row level security', tenant_table);
    execute format('create policy web_own_tenant on %I to taskflow_web using (%s) with check (%s)', tenant_table, own_tenant, own_tenant);
    execute format('create policy worker_every_tenant on %I to taskflow_worker using (true) with check (true)', tenant_table);
  end loop;
end
$$;
