-- CreateTable
CREATE TABLE "gate_minutes" (
    "tenant_id" UUID NOT NULL,
    "gate_id" UUID NOT NULL,
    "minute" TIMESTAMPTZ(3) NOT NULL,
    "came" INTEGER NOT NULL,
    "waited" INTEGER NOT NULL,

    CONSTRAINT "gate_minutes_pkey" PRIMARY KEY ("tenant_id","gate_id","minute")
);

-- CreateIndex
CREATE INDEX "gate_minutes_minute_idx" ON "gate_minutes"("minute");

-- AlterTable
ALTER TABLE "alerts" ADD COLUMN     "gate_id" UUID;

alter table gate_minutes add constraint gate_minutes_counts check (waited >= 0 and came >= waited);
-- Written again and again within its minute: with room left in the page it writes beside itself.
alter table gate_minutes set (fillfactor = 50);

-- One trouble of a gate is one alert, which may come back when it is over.
create unique index alerts_of_gate on alerts (tenant_id, gate_id) where state = 'OPEN' and gate_id is not null;
create index alerts_of_gates on alerts (tenant_id, gate_id, resolved_at) where gate_id is not null;

grant select on gate_minutes to taskflow_web;
grant select, insert, update, delete on gate_minutes to taskflow_worker;
grant delete on gates to taskflow_worker;
alter table gate_minutes enable row level security;
alter table gate_minutes force row level security;
create policy web_own_tenant on gate_minutes to taskflow_web
  using (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);
create policy worker_every_tenant on gate_minutes to taskflow_worker using (true) with check (true);

-- Who took a gate without having waited there came to it, too. Counted only while somebody had to wait there in the last
-- minutes, so that a gate at which nobody waits costs one look.
create function count_gate_comers() returns trigger language plpgsql as $$
begin
  insert into gate_minutes (tenant_id, gate_id, minute, came, waited)
  select t.tenant_id, t.gate_id, date_trunc('minute', now()), count(*), 0
  from taken t
  join jobs j on j.tenant_id = t.tenant_id and j.id = t.job_id
  where exists (
      select from gate_minutes m
      where m.tenant_id = t.tenant_id and m.gate_id = t.gate_id and m.minute > now() - interval '5 minutes' and m.waited > 0
    )
    and not exists (
      select from json_array_elements(j.needs) n
      where n ->> 'gate' = t.gate_id::text and (n ->> 'waited')::int = j.attempt - 1
    )
  group by t.tenant_id, t.gate_id
  order by t.tenant_id, t.gate_id
  on conflict (tenant_id, gate_id, minute) do update set came = gate_minutes.came + excluded.came;
  return null;
end
$$;
create trigger holds_count_comers after insert on holds
  referencing new table as taken
  for each statement execute function count_gate_comers();

-- What a job needs says from now on what its gates are called, so that a claim can make one that is gone. A gate that was
-- there before may be needed by a job that does not say so: it stays.
alter table gates add column is_named boolean not null default false;
