-- CreateTable
CREATE TABLE "queued_room" (
    "tenant_id" UUID NOT NULL,
    "part" SMALLINT NOT NULL,
    "cap" INTEGER NOT NULL,
    "room" INTEGER NOT NULL,
    "counted_at" TIMESTAMPTZ(3) NOT NULL,
    "countable_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "queued_room_pkey" PRIMARY KEY ("tenant_id","part")
);

-- Every enqueue of a capped tenant writes one of these rows: with room left in the page it writes beside itself, and no
-- index learns of it.
alter table queued_room set (fillfactor = 25);
alter table queued_room add constraint queued_room_part check (part >= 0),
  add constraint queued_room_room check (room >= 0);

grant select, insert, update on queued_room to taskflow_web, taskflow_worker;
alter table queued_room enable row level security;
alter table queued_room force row level security;
create policy web_own_tenant on queued_room to taskflow_web
  using (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);
create policy worker_every_tenant on queued_room to taskflow_worker using (true) with check (true);
