-- The runs that lists of runs keep from an earlier run.
-- CreateTable
CREATE TABLE "kept_children" (
    "tenant_id" UUID NOT NULL,
    "run_id" UUID NOT NULL,
    "step" INTEGER NOT NULL,
    "item" INTEGER NOT NULL,
    "child_id" UUID NOT NULL,

    CONSTRAINT "kept_children_pkey" PRIMARY KEY ("tenant_id","run_id","step","item")
);

-- CreateIndex
CREATE INDEX "kept_children_child_id_tenant_id_idx" ON "kept_children"("child_id", "tenant_id");

-- AddForeignKey
ALTER TABLE "kept_children" ADD CONSTRAINT "kept_children_tenant_id_run_id_fkey" FOREIGN KEY ("tenant_id", "run_id") REFERENCES "runs"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "kept_children" ADD CONSTRAINT "kept_children_tenant_id_child_id_fkey" FOREIGN KEY ("tenant_id", "child_id") REFERENCES "runs"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE CASCADE;

-- From here on by hand.

-- What is asked for with other params, when the step begins, is not kept.
grant select, insert, delete on kept_children to taskflow_web, taskflow_worker;
alter table kept_children enable row level security;
alter table kept_children force row level security;
create policy web_own_tenant on kept_children to taskflow_web
  using (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);
create policy worker_every_tenant on kept_children to taskflow_worker using (true) with check (true);
