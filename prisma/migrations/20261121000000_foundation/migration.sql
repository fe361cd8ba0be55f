-- CreateEnum
CREATE TYPE "job_state" AS ENUM ('PENDING', 'SCHEDULED', 'RUNNING', 'SUCCEEDED', 'FAILED', 'DEAD', 'CANCELLED', 'SKIPPED');

-- CreateEnum
CREATE TYPE "run_state" AS ENUM ('RUNNING', 'PAUSED', 'SUCCEEDED', 'FAILED', 'CANCELLED');

-- CreateEnum
CREATE TYPE "schedule_state" AS ENUM ('ACTIVE', 'PAUSED', 'ENDED');

-- CreateEnum
CREATE TYPE "tick_outcome" AS ENUM ('FIRED', 'SKIPPED', 'MISSED', 'BUFFERED');

-- CreateEnum
CREATE TYPE "alert_state" AS ENUM ('OPEN', 'RESOLVED');

-- CreateEnum
CREATE TYPE "worker_state" AS ENUM ('LIVE', 'DRAINING', 'STOPPED', 'LOST');

-- CreateEnum
CREATE TYPE "role" AS ENUM ('VIEWER', 'OPERATOR', 'EDITOR', 'ADMIN', 'AUDITOR', 'PLATFORM_ADMIN');

-- CreateTable
CREATE TABLE "tenants" (
    "id" UUID NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "time_zone" TEXT NOT NULL DEFAULT 'UTC',
    "max_running_jobs" INTEGER,
    "max_queued_jobs" INTEGER,
    "weight" INTEGER NOT NULL DEFAULT 1,
    "attributes" JSONB NOT NULL DEFAULT '{}',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "tenants_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "users" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "password_hash" TEXT NOT NULL,
    "platform_admin" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "users_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "members" (
    "tenant_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "role" "role" NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "members_pkey" PRIMARY KEY ("tenant_id","user_id")
);

-- CreateTable
CREATE TABLE "sessions" (
    "id" UUID NOT NULL,
    "secret_hash" BYTEA NOT NULL,
    "user_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sessions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sign_in_failures" (
    "key" TEXT NOT NULL,
    "count" INTEGER NOT NULL,
    "blocked_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sign_in_failures_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "api_tokens" (
    "id" UUID NOT NULL,
    "tenant_id" UUID,
    "name" TEXT NOT NULL,
    "role" "role" NOT NULL,
    "scopes" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "secret_hash" BYTEA NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3),
    "last_used_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_tokens_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "queues" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "priority" INTEGER NOT NULL DEFAULT 0,
    "concurrency" INTEGER,
    "paused" BOOLEAN NOT NULL DEFAULT false,
    "limited" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "queues_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "tasks" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "tasks_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "task_versions" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "task_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "description" TEXT,
    "handler" JSONB NOT NULL,
    "queue_id" UUID NOT NULL,
    "priority" INTEGER NOT NULL,
    "timeout_ms" INTEGER NOT NULL,
    "retry" JSONB NOT NULL,
    "input_schema" JSONB,
    "result_schema" JSONB,
    "sla" JSONB,
    "labels" JSONB NOT NULL DEFAULT '{}',
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "task_versions_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "jobs" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "queue_id" UUID NOT NULL,
    "task_id" UUID NOT NULL,
    "task_version_id" UUID NOT NULL,
    "state" "job_state" NOT NULL,
    "priority" INTEGER NOT NULL,
    "attempt" SMALLINT NOT NULL DEFAULT 0,
    "max_attempts" SMALLINT NOT NULL,
    "crashes" SMALLINT NOT NULL DEFAULT 0,
    "fence" INTEGER NOT NULL DEFAULT 0,
    "worker_id" UUID,
    "last_worker_id" UUID,
    "run_at" TIMESTAMPTZ(3),
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),
    "sla_at" TIMESTAMPTZ(3),
    "sla_max_duration_ms" INTEGER,
    "run_id" UUID,
    "step" INTEGER,
    "step_key" TEXT,
    "schedule_id" UUID,
    "reason_code" TEXT,
    "reason" TEXT,
    "overrides" JSON,
    "params" JSON,
    "result" JSON,
    "error" JSON,
    "correlation_id" TEXT,
    "labels" JSONB,
    "event_ids" BIGINT[],

    CONSTRAINT "jobs_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "attempts" (
    "tenant_id" UUID NOT NULL,
    "job_id" UUID NOT NULL,
    "fence" INTEGER NOT NULL,
    "number" SMALLINT NOT NULL,
    "state" TEXT NOT NULL,
    "worker_id" UUID,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3) NOT NULL,
    "error" JSON,
    "decision" TEXT NOT NULL,
    "delay_ms" BIGINT,

    CONSTRAINT "attempts_pkey" PRIMARY KEY ("tenant_id","job_id","fence")
);

-- CreateTable
CREATE TABLE "events" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "xid" xid8 NOT NULL DEFAULT pg_current_xact_id(),
    "tenant_id" UUID NOT NULL,
    "type" TEXT NOT NULL,
    "from_state" TEXT,
    "to_state" TEXT,
    "reason" TEXT,
    "actor" TEXT NOT NULL,
    "attempt" SMALLINT,
    "run_id" UUID,
    "seq" INTEGER,
    "entity_ids" UUID[],
    "payloads" JSON,

    CONSTRAINT "events_pkey" PRIMARY KEY ("id","at")
) PARTITION BY RANGE ("at");

-- CreateTable
CREATE TABLE "idempotency_keys" (
    "tenant_id" UUID NOT NULL,
    "operation" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "body_hash" BYTEA NOT NULL,
    "entity_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "idempotency_keys_pkey" PRIMARY KEY ("tenant_id","operation","key")
);

-- CreateTable
CREATE TABLE "workers" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "state" "worker_state" NOT NULL DEFAULT 'LIVE',
    "lease_until" TIMESTAMPTZ(3) NOT NULL,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "slots" INTEGER NOT NULL,
    "running" INTEGER NOT NULL DEFAULT 0,
    "queues" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "version" TEXT NOT NULL,

    CONSTRAINT "workers_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "workflows" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT,
    "version" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "workflows_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "workflow_versions" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "workflow_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "source" TEXT NOT NULL,
    "definition" JSON NOT NULL,
    "step_count" INTEGER NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "workflow_versions_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "runs" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "workflow_id" UUID NOT NULL,
    "version_id" UUID NOT NULL,
    "state" "run_state" NOT NULL,
    "inputs" JSON NOT NULL,
    "variables" JSON NOT NULL,
    "progress" BYTEA NOT NULL,
    "event_seq" INTEGER NOT NULL DEFAULT 0,
    "failed_step" TEXT,
    "reason_code" TEXT,
    "reason" TEXT,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),
    "deadline_at" TIMESTAMPTZ(3),
    "schedule_id" UUID,
    "replay_of" UUID,
    "started_by" TEXT NOT NULL,
    "correlation_id" TEXT,

    CONSTRAINT "runs_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "schedules" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "cron" TEXT NOT NULL,
    "time_zone" TEXT NOT NULL,
    "state" "schedule_state" NOT NULL DEFAULT 'ACTIVE',
    "task_id" UUID,
    "workflow_id" UUID,
    "params" JSON NOT NULL DEFAULT '{}',
    "overlap" TEXT NOT NULL DEFAULT 'SKIP',
    "catch_up" TEXT NOT NULL DEFAULT 'NONE',
    "catch_up_window_ms" BIGINT NOT NULL DEFAULT 0,
    "start_at" TIMESTAMPTZ(3),
    "end_at" TIMESTAMPTZ(3),
    "next_at" TIMESTAMPTZ(3),
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "schedules_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "ticks" (
    "tenant_id" UUID NOT NULL,
    "schedule_id" UUID NOT NULL,
    "scheduled_for" TIMESTAMPTZ(3) NOT NULL,
    "fired_at" TIMESTAMPTZ(3) NOT NULL,
    "outcome" "tick_outcome" NOT NULL,
    "reason_code" TEXT,
    "reason" TEXT,
    "manual" BOOLEAN NOT NULL DEFAULT false,
    "job_id" UUID,
    "run_id" UUID,

    CONSTRAINT "ticks_pkey" PRIMARY KEY ("tenant_id","schedule_id","scheduled_for")
);

-- CreateTable
CREATE TABLE "alerts" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "state" "alert_state" NOT NULL DEFAULT 'OPEN',
    "severity" TEXT NOT NULL,
    "message" TEXT NOT NULL,
    "subject_id" UUID NOT NULL,
    "job_id" UUID,
    "run_id" UUID,
    "schedule_id" UUID,
    "raised_at" TIMESTAMPTZ(3) NOT NULL,
    "resolved_at" TIMESTAMPTZ(3),

    CONSTRAINT "alerts_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateIndex
CREATE UNIQUE INDEX "tenants_slug_key" ON "tenants"("slug");

-- CreateIndex
CREATE UNIQUE INDEX "users_email_key" ON "users"("email");

-- CreateIndex
CREATE INDEX "members_user_id_idx" ON "members"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "sessions_secret_hash_key" ON "sessions"("secret_hash");

-- CreateIndex
CREATE INDEX "sessions_user_id_idx" ON "sessions"("user_id");

-- CreateIndex
CREATE INDEX "sessions_expires_at_idx" ON "sessions"("expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "api_tokens_secret_hash_key" ON "api_tokens"("secret_hash");

-- CreateIndex
CREATE INDEX "api_tokens_tenant_id_idx" ON "api_tokens"("tenant_id");

-- CreateIndex
CREATE UNIQUE INDEX "queues_tenant_id_name_key" ON "queues"("tenant_id", "name");

-- CreateIndex
CREATE UNIQUE INDEX "tasks_tenant_id_name_key" ON "tasks"("tenant_id", "name");

-- CreateIndex
CREATE UNIQUE INDEX "task_versions_tenant_id_task_id_number_key" ON "task_versions"("tenant_id", "task_id", "number");

-- CreateIndex
CREATE INDEX "idempotency_keys_created_at_idx" ON "idempotency_keys"("created_at");

-- CreateIndex
CREATE INDEX "workers_lease_until_idx" ON "workers"("lease_until");

-- CreateIndex
CREATE UNIQUE INDEX "workflows_tenant_id_name_key" ON "workflows"("tenant_id", "name");

-- CreateIndex
CREATE UNIQUE INDEX "workflow_versions_tenant_id_workflow_id_number_key" ON "workflow_versions"("tenant_id", "workflow_id", "number");

-- CreateIndex
CREATE INDEX "runs_workflow_id_id_idx" ON "runs"("workflow_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "schedules_tenant_id_name_key" ON "schedules"("tenant_id", "name");

-- CreateIndex
CREATE UNIQUE INDEX "alerts_tenant_id_subject_id_kind_key" ON "alerts"("tenant_id", "subject_id", "kind");

-- AddForeignKey
ALTER TABLE "members" ADD CONSTRAINT "members_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "task_versions" ADD CONSTRAINT "task_versions_tenant_id_task_id_fkey" FOREIGN KEY ("tenant_id", "task_id") REFERENCES "tasks"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "workflow_versions" ADD CONSTRAINT "workflow_versions_tenant_id_workflow_id_fkey" FOREIGN KEY ("tenant_id", "workflow_id") REFERENCES "workflows"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ticks" ADD CONSTRAINT "ticks_tenant_id_schedule_id_fkey" FOREIGN KEY ("tenant_id", "schedule_id") REFERENCES "schedules"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- From here on by hand: what Prisma's schema language cannot say.

-- Event log -----------------------------------------------------------------
-- Months are added ahead by `npm run migrate`; the default partition is the net below them.
create table events_default partition of events default;
create index events_xid on events (xid);
create index events_run on events (run_id, seq) where run_id is not null;

-- Jobs ----------------------------------------------------------------------
-- The claim reads `ready` and `due` in order; a claim moves the row out of both.
create index jobs_ready on jobs (queue_id, priority desc, id) where state = 'PENDING' and crashes < 2;
create index jobs_suspect on jobs (id) where state = 'PENDING' and crashes >= 2;
create index jobs_due on jobs (queue_id, run_at, id) where state = 'SCHEDULED';
-- Running counts per queue, and the jobs of a lost worker: never longer than all slots together.
create index jobs_running on jobs (queue_id, worker_id) where state = 'RUNNING';
create unique index jobs_step on jobs (tenant_id, run_id, step) where run_id is not null;
create index jobs_aside on jobs (tenant_id, state, id) where state in ('FAILED', 'DEAD', 'CANCELLED', 'SKIPPED');
create index jobs_task on jobs (tenant_id, task_id, id) where finished_at is not null;
create index jobs_schedule on jobs (tenant_id, schedule_id, id) where schedule_id is not null;
create index jobs_correlation on jobs (tenant_id, correlation_id, id) where correlation_id is not null;
create index jobs_labels on jobs using gin (labels jsonb_path_ops) where labels is not null;
create index jobs_sla on jobs (sla_at) where sla_at is not null;

alter table jobs
  set (fillfactor = 90, autovacuum_vacuum_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.05),
  add constraint jobs_finished check ((finished_at is not null) = (state in ('SUCCEEDED', 'FAILED', 'DEAD', 'CANCELLED', 'SKIPPED'))),
  add constraint jobs_lease check ((worker_id is not null) = (state = 'RUNNING')),
  add constraint jobs_scheduled check (state <> 'SCHEDULED' or run_at is not null),
  add constraint jobs_step_of_run check ((run_id is null) = (step is null)),
  add constraint jobs_counts check (attempt >= 0 and max_attempts >= 1 and fence >= attempt and crashes >= 0);

alter table runs
  add constraint runs_finished check ((finished_at is not null) = (state in ('SUCCEEDED', 'FAILED', 'CANCELLED')));
create index runs_open on runs (tenant_id, id) where state in ('RUNNING', 'PAUSED');
create index runs_deadline on runs (deadline_at) where state in ('RUNNING', 'PAUSED') and deadline_at is not null;
create index runs_schedule on runs (tenant_id, schedule_id, id) where schedule_id is not null;

alter table queues
  add constraint queues_concurrency check (concurrency is null or concurrency >= 0);
alter table tenants
  add constraint tenants_limits check ((max_running_jobs is null or max_running_jobs >= 0) and (max_queued_jobs is null or max_queued_jobs >= 0) and weight between 1 and 1000);

alter table schedules
  add constraint schedules_target check ((task_id is null) <> (workflow_id is null)),
  add constraint schedules_next check (state = 'ACTIVE' or next_at is null),
  add constraint schedules_overlap check (overlap in ('SKIP', 'BUFFER_ONE', 'BUFFER_ALL', 'CANCEL_OTHER', 'ALLOW_ALL')),
  add constraint schedules_catch_up check (catch_up in ('NONE', 'LAST', 'ALL') and catch_up_window_ms >= 0);
create index schedules_next_at on schedules (next_at) where next_at is not null;

-- A tick that fired names what it made; one that did not says why.
alter table ticks
  add constraint ticks_outcome check (case when outcome = 'FIRED' then (job_id is null) <> (run_id is null) else reason_code is not null end);

alter table alerts
  add constraint alerts_resolved check ((resolved_at is not null) = (state = 'RESOLVED'));
create unique index queues_id on queues (id);
create index alerts_open on alerts (tenant_id, id) where state = 'OPEN';

-- Roles ---------------------------------------------------------------------
-- The console works as taskflow_web (one tenant at a time), the worker as taskflow_worker (the tables
-- of execution, every tenant), the live feed as taskflow_feed (reads the event log, nothing else).
do $$
declare
  wanted text;
begin
  foreach wanted in array array['taskflow_web', 'taskflow_worker', 'taskflow_feed'] loop
    begin
      execute format('create role %I nologin nosuperuser nobypassrls', wanted);
    exception when duplicate_object or unique_violation then
      null; -- roles belong to the cluster: another database of it made this one
    end;
    if not pg_has_role(current_user, wanted, 'set') then
      execute format('grant %I to current_user', wanted);
    end if;
  end loop;
end
$$;

grant usage on schema public to taskflow_web, taskflow_worker, taskflow_feed;

grant select, insert, update on tenants, users, queues, tasks, task_versions, jobs, attempts, events, idempotency_keys,
  workflows, workflow_versions, runs, schedules, ticks, alerts, api_tokens, members, sessions, sign_in_failures to taskflow_web;
grant delete on sessions, members, sign_in_failures to taskflow_web;
grant select on workers to taskflow_web;
grant usage on sequence events_id_seq to taskflow_web, taskflow_worker;

grant select on tenants, queues, tasks, task_versions, workflows, workflow_versions to taskflow_worker;
grant select, insert, update on jobs, attempts, events, runs, schedules, ticks, alerts, workers to taskflow_worker;
grant select, delete on idempotency_keys to taskflow_worker;
grant delete on workers to taskflow_worker;

grant select on events to taskflow_feed;

-- Row level security ----------------------------------------------------------
-- No tenant set means no rows. After a transaction-local set_config the value is '', not null.
do $$
declare
  own_tenant constant text := 'tenant_id = nullif(current_setting(''app.tenant'', true), '''')::uuid';
  tenant_table text;
begin
  foreach tenant_table in array array['queues', 'tasks', 'task_versions', 'jobs', 'attempts', 'events', 'idempotency_keys',
    'workflows', 'workflow_versions', 'runs', 'schedules', 'ticks', 'alerts'] loop
    execute format('alter table %I enable row level security', tenant_table);
    execute format('alter table %I force row level security', tenant_table);
    execute format('create policy web_own_tenant on %I to taskflow_web using (%s) with check (%s)', tenant_table, own_tenant, own_tenant);
    execute format('create policy worker_every_tenant on %I to taskflow_worker using (true) with check (true)', tenant_table);
  end loop;
end
$$;
create policy feed_every_tenant on events for select to taskflow_feed using (true);

-- A person sees the tenants they are a member of, before one is chosen; a platform admin sees all.
alter table members enable row level security;
alter table members force row level security;
create policy web_members on members to taskflow_web
  using (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid
    or user_id = nullif(current_setting('app.user', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

alter table tenants enable row level security;
alter table tenants force row level security;
create policy web_tenants on tenants to taskflow_web
  using (id = nullif(current_setting('app.tenant', true), '')::uuid
    or current_setting('app.platform', true) = 'on'
    or id in (select m.tenant_id from members m where m.user_id = nullif(current_setting('app.user', true), '')::uuid))
  with check (id = nullif(current_setting('app.tenant', true), '')::uuid);
create policy worker_tenants on tenants for select to taskflow_worker using (true);

-- A token is found by the hash of the secret its bearer presents, or listed within its tenant.
alter table api_tokens enable row level security;
alter table api_tokens force row level security;
create policy web_tokens on api_tokens to taskflow_web
  using (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid
    or encode(secret_hash, 'hex') = nullif(current_setting('app.secret_hash', true), ''))
  with check (tenant_id is not distinct from nullif(current_setting('app.tenant', true), '')::uuid
    or encode(secret_hash, 'hex') = nullif(current_setting('app.secret_hash', true), ''));
