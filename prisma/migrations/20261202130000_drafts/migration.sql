-- What its author says of a version.
ALTER TABLE "workflow_versions" ADD COLUMN "note" TEXT;

-- CreateTable
CREATE TABLE "workflow_drafts" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "owner" TEXT NOT NULL,
    "workflow_id" UUID,
    "key" TEXT NOT NULL DEFAULT '',
    "text" TEXT NOT NULL,
    "size_bytes" INTEGER NOT NULL,
    "base_version" INTEGER NOT NULL,
    "revision" UUID NOT NULL,
    "begun_at" TIMESTAMPTZ(3) NOT NULL,
    "saved_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "workflow_drafts_pkey" PRIMARY KEY ("tenant_id","id")
);

-- Who else writes on a workflow.
CREATE INDEX "workflow_drafts_tenant_id_workflow_id_idx" ON "workflow_drafts"("tenant_id", "workflow_id");

-- AddForeignKey
ALTER TABLE "workflow_drafts" ADD CONSTRAINT "workflow_drafts_tenant_id_workflow_id_fkey" FOREIGN KEY ("tenant_id", "workflow_id") REFERENCES "workflows"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- From here on by hand.

-- One draft of each author for a workflow, and for each new one that they have given a key.
create unique index workflow_drafts_place on workflow_drafts (tenant_id, owner, workflow_id, key) nulls not distinct;

alter table workflow_drafts
  add constraint workflow_drafts_key check ((workflow_id is null) = (key <> '')),
  add constraint workflow_drafts_base check (base_version >= 0),
  add constraint workflow_drafts_size check (size_bytes >= 0);
-- It is written over again and again, and pressed each time for nothing.
alter table workflow_drafts alter column text set storage external;

-- Nobody but those who write has to do with drafts.
grant select, insert, update, delete on workflow_drafts to taskflow_web;
alter table workflow_drafts enable row level security;
alter table workflow_drafts force row level security;
create policy web_own_tenant on workflow_drafts to taskflow_web
  using (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);
