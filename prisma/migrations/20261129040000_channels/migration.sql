-- CreateEnum
CREATE TYPE "delivery_state" AS ENUM ('PENDING', 'FAILED', 'HELD', 'SENT', 'GIVEN_UP');

-- AlterTable
ALTER TABLE "alerts" ADD COLUMN "task_id" UUID,
ADD COLUMN "queue_id" UUID,
ADD COLUMN "workflow_id" UUID,
ADD COLUMN "rule_id" UUID,
ADD COLUMN "count" INTEGER NOT NULL DEFAULT 1,
ADD COLUMN "acknowledged_at" TIMESTAMPTZ(3),
ADD COLUMN "acknowledged_by" TEXT,
ADD COLUMN "acknowledged_reason" TEXT;

-- CreateTable
CREATE TABLE "channels" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "recipients" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "url" TEXT,
    "quiet_from" SMALLINT,
    "quiet_to" SMALLINT,
    "quiet_through" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "paused" BOOLEAN NOT NULL DEFAULT false,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "removed_at" TIMESTAMPTZ(3),

    CONSTRAINT "channels_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "channel_secrets" (
    "tenant_id" UUID NOT NULL,
    "channel_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "sealed" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ends_at" TIMESTAMPTZ(3),

    CONSTRAINT "channel_secrets_pkey" PRIMARY KEY ("tenant_id","channel_id","id")
);

-- CreateTable
CREATE TABLE "notification_rules" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "queue_id" UUID,
    "task_id" UUID,
    "workflow_id" UUID,
    "schedule_id" UUID,
    "times" SMALLINT,
    "lasts_ms" INTEGER,
    "channel_ids" UUID[],
    "window_ms" INTEGER NOT NULL,
    "tells_end" BOOLEAN NOT NULL,
    "paused" BOOLEAN NOT NULL DEFAULT false,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "removed_at" TIMESTAMPTZ(3),

    CONSTRAINT "notification_rules_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "notices" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "rule_id" UUID NOT NULL,
    "group_key" TEXT NOT NULL,
    "about" TEXT NOT NULL,
    "severity" TEXT NOT NULL,
    "why" TEXT NOT NULL DEFAULT '',
    "count" INTEGER NOT NULL,
    "told" INTEGER NOT NULL DEFAULT 0,
    "tellings" INTEGER NOT NULL DEFAULT 0,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "last_at" TIMESTAMPTZ(3) NOT NULL,
    "tell_after" TIMESTAMPTZ(3) NOT NULL,
    "look_at" TIMESTAMPTZ(3),
    "over_at" TIMESTAMPTZ(3),

    CONSTRAINT "notices_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "notice_alerts" (
    "tenant_id" UUID NOT NULL,
    "notice_id" UUID NOT NULL,
    "alert_id" UUID NOT NULL,

    CONSTRAINT "notice_alerts_pkey" PRIMARY KEY ("tenant_id","alert_id","notice_id")
);

-- CreateTable
CREATE TABLE "deliveries" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "channel_id" UUID NOT NULL,
    "rule_id" UUID,
    "notice_id" UUID,
    "telling" INTEGER,
    "kind" TEXT NOT NULL,
    "state" "delivery_state" NOT NULL DEFAULT 'PENDING',
    "severity" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "body" JSON NOT NULL,
    "tries" SMALLINT NOT NULL DEFAULT 0,
    "due_at" TIMESTAMPTZ(3),
    "lease_until" TIMESTAMPTZ(3),
    "fence" INTEGER NOT NULL DEFAULT 0,
    "answer" TEXT,
    "error" TEXT,
    "summary_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "deliveries_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "notice_cursor" (
    "id" SMALLINT NOT NULL DEFAULT 1,
    "cursor" TEXT NOT NULL,

    CONSTRAINT "notice_cursor_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "notice_applied" (
    "tenant_id" UUID NOT NULL,
    "event_id" BIGINT NOT NULL,
    "entry" INTEGER NOT NULL,

    CONSTRAINT "notice_applied_pkey" PRIMARY KEY ("tenant_id","event_id","entry")
);

-- CreateIndex
CREATE INDEX "notice_alerts_tenant_id_notice_id_idx" ON "notice_alerts"("tenant_id", "notice_id");

-- From here on by hand: what Prisma's schema language cannot say.

-- A name is free again once its channel or rule is gone.
create unique index channels_name on channels (tenant_id, name) where removed_at is null;
create unique index notification_rules_name on notification_rules (tenant_id, name) where removed_at is null;
-- Everybody who looks for what rules ask for begins with those that ask.
create index notification_rules_asking on notification_rules (kind, tenant_id) where removed_at is null and not paused;
-- One group of a kind stands at a time, and the look at those that are due finds them first.
create unique index notices_standing on notices (tenant_id, rule_id, group_key) where over_at is null;
-- When the same thing was told of last, also under a group that is over.
create index notices_of_group on notices (tenant_id, rule_id, group_key, tell_after);
create index notices_look_at on notices (look_at) where look_at is not null;
-- A rule watches each queue once at a time.
create unique index alerts_of_rule on alerts (tenant_id, rule_id, queue_id) where state = 'OPEN' and rule_id is not null and queue_id is not null;
create index alerts_of_rules on alerts (tenant_id, rule_id, queue_id, resolved_at) where rule_id is not null and queue_id is not null;
-- What a notice tells once, it tells each channel once.
create unique index deliveries_telling on deliveries (tenant_id, notice_id, channel_id, telling) where notice_id is not null;
-- Few of many: what is on its way, channel by channel, and what is held.
create unique index channels_id on channels (id);
create index deliveries_waiting on deliveries (channel_id, due_at) where state in ('PENDING', 'FAILED');
create index deliveries_held on deliveries (due_at) where state = 'HELD' and summary_id is null;
create index deliveries_of_channel on deliveries (tenant_id, channel_id, id);
create index deliveries_open on deliveries (tenant_id, id) where state in ('PENDING', 'FAILED', 'HELD');
create index deliveries_given_up on deliveries (tenant_id, id) where state = 'GIVEN_UP';
create index deliveries_summed on deliveries (tenant_id, summary_id) where summary_id is not null;
create index deliveries_ended_at on deliveries using brin (created_at) with (pages_per_range = 32, autosummarize = on);

alter table channels
  add constraint channels_kind check (kind in ('EMAIL', 'WEBHOOK', 'SLA_BREACH')),
  add constraint channels_address check ((kind = 'EMAIL') = (url is null) and (kind = 'EMAIL') = (cardinality(recipients) > 0)),
  add constraint channels_quiet check ((quiet_from is null) = (quiet_to is null) and quiet_from between 0 and 1439 and quiet_to between 0 and 1439 and quiet_from <> quiet_to);
alter table notification_rules
  add constraint notification_rules_bounds check (window_ms > 0 and (lasts_ms is null or lasts_ms > 0) and (times is null or times > 0) and cardinality(channel_ids) between 1 and 10);
alter table notices
  add constraint notices_counts check (count >= told and told >= 0 and tellings >= 0),
  add constraint notices_look check ((look_at is null) = (over_at is not null));
alter table deliveries
  add constraint deliveries_ended check ((ended_at is not null) = (state in ('SENT', 'GIVEN_UP'))),
  -- What is told by a summary has no time of its own any more.
  add constraint deliveries_due check ((due_at is not null) = (state in ('PENDING', 'FAILED') or (state = 'HELD' and summary_id is null))),
  add constraint deliveries_telling check ((notice_id is null) = (telling is null)),
  add constraint deliveries_counts check (tries >= 0 and fence >= tries);
alter table alerts
  add constraint alerts_acknowledged check ((acknowledged_at is null) = (acknowledged_by is null)) not valid;
alter table notice_cursor
  add constraint notice_cursor_alone check (id = 1);

-- The console writes secrets and never reads them: what it may see of them leaves out what is sealed.
grant select, insert, update on channels, notification_rules, deliveries to taskflow_web;
grant select (tenant_id, channel_id, id, created_at, ends_at), insert, update (ends_at), delete on channel_secrets to taskflow_web;
grant select on notices, notice_alerts to taskflow_web;

grant select on channels, notification_rules, channel_secrets to taskflow_worker;
grant select, insert, update, delete on notices, notice_alerts, deliveries, notice_applied to taskflow_worker;
grant select, insert, update on notice_cursor to taskflow_worker;

do $$
declare
  own_tenant constant text := 'tenant_id = nullif(current_setting(''app.tenant'', true), '''')::uuid';
  tenant_table text;
begin
  foreach tenant_table in array array['channels', 'channel_secrets', 'notification_rules', 'notices', 'notice_alerts', 'deliveries', 'notice_applied'] loop
    execute format('alter table %I enable row level security', tenant_table);
    execute format('alter table %I force row level security', tenant_table);
    execute format('create policy worker_every_tenant on %I to taskflow_worker using (true) with check (true)', tenant_table);
    if tenant_table <> 'notice_applied' then
      execute format('create policy web_own_tenant on %I to taskflow_web using (%s) with check (%s)', tenant_table, own_tenant, own_tenant);
    end if;
  end loop;
end
$$;
