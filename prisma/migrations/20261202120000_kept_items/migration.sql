-- Items of loops whose results a run keeps from an earlier one: how many, and of each loop which are left to carry out.
ALTER TABLE "runs" ADD COLUMN "kept_items" INTEGER NOT NULL DEFAULT 0;

ALTER TABLE "run_loops"
  ADD COLUMN "kept" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "places" INTEGER[];

-- CreateTable
CREATE TABLE "kept_items" (
    "tenant_id" UUID NOT NULL,
    "run_id" UUID NOT NULL,
    "step" INTEGER NOT NULL,
    "item" INTEGER NOT NULL,
    "job_id" UUID NOT NULL,

    CONSTRAINT "kept_items_pkey" PRIMARY KEY ("tenant_id","run_id","step","item")
);

-- CreateIndex
CREATE INDEX "kept_items_tenant_id_job_id_idx" ON "kept_items"("tenant_id", "job_id");

-- AddForeignKey
ALTER TABLE "kept_items" ADD CONSTRAINT "kept_items_tenant_id_run_id_fkey" FOREIGN KEY ("tenant_id", "run_id") REFERENCES "runs"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "kept_items" ADD CONSTRAINT "kept_items_tenant_id_job_id_fkey" FOREIGN KEY ("tenant_id", "job_id") REFERENCES "jobs"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- From here on by hand.

alter table run_loops
  add constraint run_loops_kept check (kept >= 0 and kept <= succeeded and (kept = 0) = (places is null)) not valid;

grant select, insert on kept_items to taskflow_web, taskflow_worker;
alter table kept_items enable row level security;
alter table kept_items force row level security;
create policy web_own_tenant on kept_items to taskflow_web
  using (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);
create policy worker_every_tenant on kept_items to taskflow_worker using (true) with check (true);
