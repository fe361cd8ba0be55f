-- AlterTable
ALTER TABLE "tenants" ADD COLUMN     "has_quotas" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "quotas" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "measure" TEXT NOT NULL,
    "period" TEXT NOT NULL,
    "max" INTEGER NOT NULL,
    "began_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "counts_from" TIMESTAMPTZ(3) NOT NULL,
    "used_ms" BIGINT NOT NULL DEFAULT 0,
    "counted_page" TEXT,
    "warned_at" TIMESTAMPTZ(3),
    "exhausted_at" TIMESTAMPTZ(3),
    "alert_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,
    "reset_at" TIMESTAMPTZ(3),

    CONSTRAINT "quotas_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "quota_room" (
    "tenant_id" UUID NOT NULL,
    "part" SMALLINT NOT NULL,
    "day_room" INTEGER,
    "day_ends_at" TIMESTAMPTZ(3),
    "month_room" INTEGER,
    "month_ends_at" TIMESTAMPTZ(3),

    CONSTRAINT "quota_room_pkey" PRIMARY KEY ("tenant_id","part")
);

-- CreateTable
CREATE TABLE "quota_cursor" (
    "id" SMALLINT NOT NULL DEFAULT 1,
    "cursor" TEXT NOT NULL,

    CONSTRAINT "quota_cursor_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "quotas_tenant_id_measure_period_key" ON "quotas"("tenant_id", "measure", "period");

-- From here on by hand.

alter table quotas
  add constraint quotas_measure check (measure in ('JOBS', 'RUN_MINUTES')),
  add constraint quotas_period check (period in ('DAY', 'MONTH')),
  add constraint quotas_max check (max > 0),
  add constraint quotas_ends check (ends_at > began_at and counts_from >= began_at and counts_from < ends_at),
  add constraint quotas_exhausted check (exhausted_at is null or warned_at is not null);
-- Every enqueue of a tenant with quotas writes one of these rows: with room left in the page it writes beside itself, and
-- no index learns of it.
alter table quota_room set (fillfactor = 25);
alter table quota_room
  add constraint quota_room_part check (part >= 0),
  add constraint quota_room_day check ((day_room is null) = (day_ends_at is null)),
  add constraint quota_room_month check ((month_room is null) = (month_ends_at is null));
alter table quota_cursor add constraint quota_cursor_one check (id = 1);

-- People set them; whoever makes jobs takes room, and the worker counts what was used.
grant select, insert, update, delete on quotas, quota_room to taskflow_web;
grant select, update on quotas, quota_room to taskflow_worker;
grant select, insert, update on quota_cursor to taskflow_worker;

do $$
declare
  own_tenant constant text := 'tenant_id = nullif(current_setting(''app.tenant'', true), '''')::uuid';
  tenant_table text;
begin
  foreach tenant_table in array array['quotas', 'quota_room'] loop
    execute format('alter table %I enable row level security', tenant_table);
    execute format('alter table %I force row level security', tenant_table);
    execute format('create policy web_own_tenant on %I to taskflow_web using (%s) with check (%s)', tenant_table, own_tenant, own_tenant);
    execute format('create policy worker_every_tenant on %I to taskflow_worker using (true) with check (true)', tenant_table);
  end loop;
end
$$;
