-- What the jobs of a version must hold while they run: mutexes, amounts of pools, and how many may run at once.
ALTER TABLE "task_versions" ADD COLUMN     "needs" JSON;

-- A job whose instant has come may find its gate full, too: it waits there as SCHEDULED.
alter table jobs drop constraint jobs_at_gate;
alter table jobs add constraint jobs_at_gate check (
  (gate_id is null or state in ('PENDING', 'SCHEDULED')) and (gate_id is not null) = (rank >= 1152921504606846976)
) not valid;
alter table jobs validate constraint jobs_at_gate;

-- The pools of a tenant by name, and the gates of its lists.
create unique index gates_pools on gates (tenant_id, key) where kind = 'POOL';
create index gates_by_kind on gates (tenant_id, kind, id);
