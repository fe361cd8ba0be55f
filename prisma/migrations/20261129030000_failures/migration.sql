-- Failures as things: one row per tenant and kind, one per job or run that failed so, one per kind and hour.

-- CreateEnum
CREATE TYPE "failure_state" AS ENUM ('OPEN', 'ACKNOWLEDGED', 'SNOOZED', 'RESOLVED');

-- CreateTable
CREATE TABLE "failures" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "fingerprint" TEXT NOT NULL,
    "error_print" TEXT NOT NULL,
    "detail" TEXT NOT NULL,
    "task_id" UUID,
    "workflow_id" UUID,
    "step_key" TEXT,
    "error_type" TEXT NOT NULL,
    "message" TEXT NOT NULL,
    "state" "failure_state" NOT NULL DEFAULT 'OPEN',
    "seen" INTEGER NOT NULL DEFAULT 0,
    "dead" INTEGER NOT NULL DEFAULT 0,
    "runs" INTEGER NOT NULL DEFAULT 0,
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "assignee_id" UUID,
    "snoozed_until" TIMESTAMPTZ(3),
    "resolved_at" TIMESTAMPTZ(3),
    "reason" TEXT,
    "tried" INTEGER[] DEFAULT ARRAY[]::INTEGER[],
    "worked" INTEGER[] DEFAULT ARRAY[]::INTEGER[],
    "event_ids" BIGINT[],
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "failures_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "failure_jobs" (
    "tenant_id" UUID NOT NULL,
    "subject_id" UUID NOT NULL,
    "failed_at" TIMESTAMPTZ(3) NOT NULL,
    "failure_id" UUID NOT NULL,
    "run_id" UUID,
    "is_dead" BOOLEAN NOT NULL,
    "retried_at" TIMESTAMPTZ(3),
    "retry_run_id" UUID,
    "outcome" TEXT,

    CONSTRAINT "failure_jobs_pkey" PRIMARY KEY ("tenant_id","subject_id","failed_at")
);

-- CreateTable
CREATE TABLE "failure_hours" (
    "tenant_id" UUID NOT NULL,
    "failure_id" UUID NOT NULL,
    "hour" TIMESTAMPTZ(3) NOT NULL,
    "seen" INTEGER NOT NULL,

    CONSTRAINT "failure_hours_pkey" PRIMARY KEY ("tenant_id","failure_id","hour")
);

-- CreateTable
CREATE TABLE "failure_cursor" (
    "id" SMALLINT NOT NULL DEFAULT 1,
    "version" INTEGER NOT NULL DEFAULT 0,
    "seen" TEXT NOT NULL,
    "upto" TEXT,
    "after_xid" TEXT NOT NULL DEFAULT '0',
    "after_id" BIGINT NOT NULL DEFAULT 0,
    "backfill" JSONB,
    "looked_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "failure_cursor_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "failures_tenant_id_fingerprint_key" ON "failures"("tenant_id", "fingerprint");

-- CreateIndex
CREATE INDEX "failures_error_print_idx" ON "failures"("error_print");

-- CreateIndex
CREATE INDEX "failure_jobs_tenant_id_failure_id_failed_at_idx" ON "failure_jobs"("tenant_id", "failure_id", "failed_at" DESC);

-- CreateIndex
CREATE INDEX "failure_hours_hour_idx" ON "failure_hours"("hour");

-- From here on by hand.

-- A tenant has some thousand kinds at most, so its list is sorted when it is asked for, and a change of what it is sorted
-- by touches no index. Only what wakes by itself is looked for across tenants.
create index failures_snoozed on failures (snoozed_until) where state = 'SNOOZED';
create index failure_jobs_retried on failure_jobs (tenant_id, subject_id, failed_at) where retried_at is not null and outcome is null;

alter table failures
  set (fillfactor = 80),
  add constraint failures_snoozed_until check ((snoozed_until is not null) = (state = 'SNOOZED')),
  add constraint failures_resolved check ((resolved_at is not null) = (state = 'RESOLVED')),
  add constraint failures_detail check (detail in ('MESSAGE', 'TYPE', 'SUBJECT')),
  add constraint failures_subject check (task_id is not null or workflow_id is not null),
  add constraint failures_counts check (seen >= dead and seen >= runs and dead >= 0 and runs >= 0);
alter table failure_jobs
  add constraint failure_jobs_outcome check (outcome in ('WORKED', 'FAILED', 'GONE', 'DISCARDED')),
  add constraint failure_jobs_retry check (retry_run_id is null or retried_at is not null);
alter table failure_cursor
  add constraint failure_cursor_one check (id = 1);

-- The worker groups, people act; nobody removes a failure. Hours that no chart shows any more are forgotten.
grant select, update on failures, failure_jobs to taskflow_web;
grant select on failure_hours, failure_cursor to taskflow_web;
grant select, insert, update on failures, failure_jobs, failure_hours, failure_cursor to taskflow_worker;
grant delete on failure_hours to taskflow_worker;

do $$
declare
  own_tenant constant text := 'tenant_id = nullif(current_setting(''app.tenant'', true), '''')::uuid';
  tenant_table text;
begin
  foreach tenant_table in array array['failures', 'failure_jobs', 'failure_hours'] loop
    execute format('alter table %I enable row level security', tenant_table);
    execute format('alter table %I force row level security', tenant_table);
    execute format('create policy web_own_tenant on %I to taskflow_web using (%s) with check (%s)', tenant_table, own_tenant, own_tenant);
    execute format('create policy worker_every_tenant on %I to taskflow_worker using (true) with check (true)', tenant_table);
  end loop;
end
$$;
-- Which tenants share an error is for a transaction of the platform to see.
create policy web_platform_failures on failures for select to taskflow_web
  using (current_setting('app.platform', true) = 'on');
