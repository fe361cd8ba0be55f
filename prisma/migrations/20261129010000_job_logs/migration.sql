-- CreateTable
CREATE TABLE "log_chunks" (
    "tenant_id" UUID NOT NULL,
    "job_id" UUID NOT NULL,
    "fence" INTEGER NOT NULL,
    "first_line" INTEGER NOT NULL,
    "began_at" TIMESTAMPTZ(3) NOT NULL,
    "xid" xid8 NOT NULL DEFAULT pg_current_xact_id(),
    "id" BIGSERIAL NOT NULL,
    "run_id" UUID,
    "step_key" TEXT,
    "attempt" SMALLINT NOT NULL,
    "lines" INTEGER NOT NULL,
    "infos" INTEGER NOT NULL,
    "warnings" INTEGER NOT NULL,
    "errors" INTEGER NOT NULL,
    "body" TEXT NOT NULL,

    CONSTRAINT "log_chunks_pkey" PRIMARY KEY ("tenant_id","job_id","fence","first_line","began_at")
) PARTITION BY RANGE ("began_at");

-- CreateTable
CREATE TABLE "log_usage" (
    "tenant_id" UUID NOT NULL,
    "day" DATE NOT NULL,
    "lines" BIGINT NOT NULL,
    "bytes" BIGINT NOT NULL,

    CONSTRAINT "log_usage_pkey" PRIMARY KEY ("tenant_id","day")
);

-- From here on by hand.

-- A week is added before it begins and dropped whole when it is over for long enough; the default partition is the net.
create table log_chunks_default partition of log_chunks default;
-- In the order in which they became visible, of a job and of a run; and what is new, whoever wrote it.
create index log_chunks_job on log_chunks (tenant_id, job_id, xid, id);
create index log_chunks_run on log_chunks (tenant_id, run_id, xid, id) where run_id is not null;
create index log_chunks_xid on log_chunks (xid);

alter table log_chunks
  add constraint log_chunks_counts check (lines >= 1 and infos >= 0 and warnings >= 0 and errors >= 0 and infos + warnings + errors <= lines);

-- Ten times as fast as what PostgreSQL packs with by itself; a server that was built without it packs as it always did.
do $$
begin
  alter table log_chunks alter column body set compression lz4;
  alter table log_chunks_default alter column body set compression lz4;
exception when feature_not_supported then
  null;
end
$$;

grant select on log_chunks, log_usage to taskflow_web;
grant select, insert on log_chunks to taskflow_worker;
grant select, insert, update, delete on log_usage to taskflow_worker;
grant usage on sequence log_chunks_id_seq to taskflow_worker;
grant select on log_chunks to taskflow_feed;

do $$
declare
  own_tenant constant text := 'tenant_id = nullif(current_setting(''app.tenant'', true), '''')::uuid';
  tenant_table text;
begin
  foreach tenant_table in array array['log_chunks', 'log_usage'] loop
    execute format('alter table %I enable row level security', tenant_table);
    execute format('alter table %I force row level security', tenant_table);
    execute format('create policy web_own_tenant on %I to taskflow_web using (%s) with check (%s)', tenant_table, own_tenant, own_tenant);
    execute format('create policy worker_every_tenant on %I to taskflow_worker using (true) with check (true)', tenant_table);
  end loop;
end
$$;
create policy feed_every_tenant on log_chunks for select to taskflow_feed using (true);

-- Adds the weeks to come and drops those that are over. Partitions belong to the owner, who is not there while workers
-- run for months: this is the one thing that they may do in the owner's name. A table that is in use is left for the
-- next pass, so that nobody queues behind it.
create function tend_log_weeks(kept interval) returns table (added int, dropped int)
  language plpgsql
  security definer
  set search_path = public, pg_temp
  set lock_timeout = '500ms'
as $$
declare
  week timestamptz;
  week_name text;
  holds_rows boolean;
begin
  added := 0;
  dropped := 0;
  if kept < interval '1 day' or not pg_try_advisory_xact_lock(hashtextextended('tend_log_weeks', 0)) then
    return next;
    return;
  end if;
  for week in
    select generate_series(date_trunc('week', now(), 'UTC'), date_trunc('week', now(), 'UTC') + interval '3 weeks', '1 week')
  loop
    week_name := 'log_chunks_' || to_char(week at time zone 'UTC', 'YYYY_MM_DD');
    continue when to_regclass(week_name) is not null;
    begin
      select exists (select from log_chunks_default where began_at >= week and began_at < week + interval '1 week') into holds_rows;
      continue when holds_rows;
      execute format('create table %I (like log_chunks including all)', week_name);
      execute format('alter table log_chunks attach partition %I for values from (%L) to (%L)', week_name, week, week + interval '1 week');
      added := added + 1;
    exception when lock_not_available then
      null;
    end;
  end loop;
  for week_name in
    select c.relname
    from pg_inherits i
    join pg_class c on c.oid = i.inhrelid
    where i.inhparent = 'log_chunks'::regclass and c.relname ~ '^log_chunks_\d{4}_\d\d_\d\d$'
      and to_date(right(c.relname, 10), 'YYYY_MM_DD') + 7 <= (now() at time zone 'UTC' - kept)::date
  loop
    begin
      execute format('drop table %I', week_name);
      dropped := dropped + 1;
    exception when lock_not_available then
      null;
    end;
  end loop;
  delete from log_chunks_default where ctid = any(array(select ctid from log_chunks_default where began_at < now() - kept limit 10000));
  return next;
end
$$;
revoke execute on function tend_log_weeks(interval) from public;
grant execute on function tend_log_weeks(interval) to taskflow_worker;

select from tend_log_weeks(interval '14 days');
