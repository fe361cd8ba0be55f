-- Who revoked a token: what the setting withdrew it may give back, what a person revoked stays revoked.
ALTER TABLE "api_tokens" ADD COLUMN "revoked_by" TEXT;

-- What happens to the platform itself, which belongs to no tenant: its people, its tokens, its sign-ins.
CREATE TABLE "platform_events" (
    "id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "type" TEXT NOT NULL,
    "entity_id" UUID NOT NULL,
    "actor" TEXT NOT NULL,
    "payload" JSON,

    CONSTRAINT "platform_events_pkey" PRIMARY KEY ("id")
);

-- Old failures are swept a few at a time, by their age.
CREATE INDEX "sign_in_failures_blocked_at_idx" ON "sign_in_failures"("blocked_at");

-- From here on by hand.

-- Tokens of the platform belong to no tenant; only a transaction of the platform sees them without their secret.
create policy web_platform_tokens on api_tokens to taskflow_web
  using (tenant_id is null and current_setting('app.platform', true) = 'on')
  with check (tenant_id is null and current_setting('app.platform', true) = 'on');

-- Whoever acts on the platform writes its log; only a transaction of the platform reads it, and nobody changes it.
grant select, insert on platform_events to taskflow_web;
alter table platform_events enable row level security;
alter table platform_events force row level security;
create policy web_writes_platform_log on platform_events for insert to taskflow_web with check (true);
create policy web_reads_platform_log on platform_events for select to taskflow_web
  using (current_setting('app.platform', true) = 'on');

-- A claim shares the rows of the queues that it takes from, so that a new cap waits for it: PostgreSQL asks for the
-- right to update a column for that. Nobody changes a queue's id.
grant update (id) on queues to taskflow_worker;

-- Console and worker compare what was applied with what they need. A database that only replays the scripts, to be
-- compared with schema.prisma, has no history.
do $$
begin
  if to_regclass('_prisma_migrations') is not null then
    grant select (migration_name, finished_at, rolled_back_at) on _prisma_migrations to taskflow_web, taskflow_worker;
  end if;
end
$$;
