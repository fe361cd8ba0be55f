-- AlterTable
ALTER TABLE "jobs" ADD COLUMN     "gate_id" UUID,
ADD COLUMN     "needs" JSON,
ADD COLUMN     "rank" BIGINT NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "queues" ADD COLUMN     "weight" INTEGER NOT NULL DEFAULT 1;

-- CreateTable
CREATE TABLE "gates" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "owner_id" UUID,
    "capacity" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "gates_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "holds" (
    "tenant_id" UUID NOT NULL,
    "job_id" UUID NOT NULL,
    "gate_id" UUID NOT NULL,
    "amount" INTEGER NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "holds_pkey" PRIMARY KEY ("tenant_id","job_id","gate_id")
);

-- CreateIndex
CREATE INDEX "holds_tenant_id_gate_id_idx" ON "holds"("tenant_id", "gate_id");

-- The storage of waiting: a job stands in its queue by its rank, or at the one gate that it waits for.
-- Policies are forced on the owner, too, so they are lifted for the walk.
alter table jobs no force row level security;
update jobs
set rank = (extract(epoch from due_at) * 1000)::bigint - priority * 60000
where state in ('PENDING', 'SCHEDULED');
alter table jobs force row level security;

drop index jobs_ready;
create index jobs_ready on jobs (queue_id, rank, id) where state = 'PENDING' and crashes < 2;
create index jobs_at_gate on jobs (tenant_id, gate_id, rank, id) where gate_id is not null;
-- Led by the tenant: what a tenant runs is counted at each claim of its capped queues.
drop index jobs_running;
create index jobs_running on jobs (tenant_id, queue_id, worker_id) where state = 'RUNNING';

alter table tenants add constraint tenants_weight check (weight between 1 and 1000);
alter table queues add constraint queues_weight check (weight between 1 and 1000);
alter table gates add constraint gates_kind check (kind in ('MUTEX', 'POOL', 'TASK', 'KEY', 'WORKFLOW')),
  add constraint gates_capacity check (capacity >= 0);
alter table holds add constraint holds_amount check (amount > 0);
-- What waits at a gate waits: it is neither running nor ended.
-- Its rank lies beyond all others meanwhile, so that nobody who takes the next of the line comes across it.
alter table jobs add constraint jobs_at_gate check (
  (gate_id is null or state = 'PENDING') and (gate_id is not null) = (rank >= 1152921504606846976)
);

grant select, insert, update, delete on gates to taskflow_web;
grant select, insert, update on gates to taskflow_worker;
grant select, delete on holds to taskflow_web;
grant select, insert, delete on holds to taskflow_worker;

do $$
declare
  tenant_table text;
  own_tenant text := 'tenant_id = nullif(current_setting(''app.tenant'', true), '''')::uuid';
begin
  foreach tenant_table in array array['gates', 'holds'] loop
    execute format('alter table %I enable row level security', tenant_table);
    execute format('alter table %I force row level security', tenant_table);
    execute format('create policy web_own_tenant on %I to taskflow_web using (%s) with check (%s)', tenant_table, own_tenant, own_tenant);
    execute format('create policy worker_every_tenant on %I to taskflow_worker using (true) with check (true)', tenant_table);
  end loop;
end
$$;

-- Whatever ends an attempt - its settling, a rescue, a cancel, a repair by hand - frees what the job held, in the same
-- transaction: no code can forget it.
create function free_holds() returns trigger language plpgsql as $$
begin
  delete from holds where tenant_id = old.tenant_id and job_id = old.id;
  return null;
end
$$;
create trigger jobs_free_holds after update of state on jobs
  for each row when (old.needs is not null and old.state = 'RUNNING' and new.state <> 'RUNNING')
  execute function free_holds();
