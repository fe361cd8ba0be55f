-- AlterTable
ALTER TABLE "queues" ADD COLUMN     "rate" JSON;

-- AlterTable
ALTER TABLE "tenants" ADD COLUMN     "rate" JSON;

-- AlterTable
ALTER TABLE "workflows" ADD COLUMN     "max_running_steps" INTEGER;

-- CreateTable
CREATE TABLE "rate_starts" (
    "tenant_id" UUID NOT NULL,
    "owner_id" UUID NOT NULL,
    "seen_ms" DOUBLE PRECISION NOT NULL,
    "slices" JSON NOT NULL,

    CONSTRAINT "rate_starts_pkey" PRIMARY KEY ("tenant_id","owner_id")
);

-- Each claim under a rate writes one of these rows: with room left in the page it writes beside itself, and no index
-- learns of it.
alter table rate_starts set (fillfactor = 25);
alter table rate_starts add constraint rate_starts_slices check (json_typeof(slices) = 'array');

alter table queues add constraint queues_rate check (
  rate is null or ((rate ->> 'max')::int between 1 and 1000000 and rate ->> 'per' in ('SECOND', 'MINUTE', 'HOUR'))
);
alter table tenants add constraint tenants_rate check (
  rate is null or ((rate ->> 'max')::int between 1 and 1000000 and rate ->> 'per' in ('SECOND', 'MINUTE', 'HOUR'))
);
alter table workflows add constraint workflows_max_running_steps check (max_running_steps >= 1);
alter table gates drop constraint gates_kind;
alter table gates add constraint gates_kind check (kind in ('MUTEX', 'POOL', 'TASK', 'KEY', 'WORKFLOW', 'RATE'));

grant select on rate_starts to taskflow_web;
grant select, insert, update on rate_starts to taskflow_worker;
alter table rate_starts enable row level security;
alter table rate_starts force row level security;
create policy web_own_tenant on rate_starts to taskflow_web
  using (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);
create policy worker_every_tenant on rate_starts to taskflow_worker using (true) with check (true);
