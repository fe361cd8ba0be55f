-- CreateEnum
CREATE TYPE "invitation_state" AS ENUM ('OPEN', 'ACCEPTED', 'REVOKED');

-- Where a session was begun, for the person whose it is.
ALTER TABLE "sessions" ADD COLUMN "user_agent" TEXT,
ADD COLUMN "address" TEXT;

-- A link that makes somebody a member; only the hash of its secret is kept.
CREATE TABLE "invitations" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "role" "role" NOT NULL,
    "state" "invitation_state" NOT NULL DEFAULT 'OPEN',
    "secret_hash" BYTEA NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "invitations_pkey" PRIMARY KEY ("id")
);

-- A link with which a person sets a new password, once; only the hash of its secret is kept.
CREATE TABLE "password_resets" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "tenant_id" UUID,
    "secret_hash" BYTEA NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "password_resets_pkey" PRIMARY KEY ("id")
);

-- Queries with a name. Without an owner they are shared by the tenant.
CREATE TABLE "saved_views" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "list" TEXT NOT NULL,
    "owner" TEXT NOT NULL DEFAULT '',
    "name" TEXT NOT NULL,
    "query" TEXT NOT NULL,
    "saved_by" TEXT NOT NULL,
    "saved_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "saved_views_pkey" PRIMARY KEY ("id")
);

-- What one shift tells the next. The newest counts; those before are its history.
CREATE TABLE "notes" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "text" TEXT NOT NULL,
    "written_by" TEXT NOT NULL,
    "written_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "notes_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "invitations_secret_hash_key" ON "invitations"("secret_hash");

-- CreateIndex
CREATE INDEX "invitations_tenant_id_state_idx" ON "invitations"("tenant_id", "state");

-- CreateIndex
CREATE UNIQUE INDEX "password_resets_secret_hash_key" ON "password_resets"("secret_hash");

-- One link at a time for each person.
CREATE UNIQUE INDEX "password_resets_user_id_key" ON "password_resets"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "saved_views_tenant_id_list_owner_name_key" ON "saved_views"("tenant_id", "list", "owner", "name");

-- Who writes at the same moment as another finds the number taken.
CREATE UNIQUE INDEX "notes_tenant_id_number_key" ON "notes"("tenant_id", "number");

-- AddForeignKey
ALTER TABLE "password_resets" ADD CONSTRAINT "password_resets_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- From here on by hand.

alter table invitations
  add constraint invitations_ended check ((ended_at is not null) = (state <> 'OPEN'));

grant select, insert, update on invitations to taskflow_web;
grant select, insert, delete on password_resets, notes to taskflow_web;
grant select, insert, update, delete on saved_views to taskflow_web;

do $$
declare
  own_tenant constant text := 'tenant_id = nullif(current_setting(''app.tenant'', true), '''')::uuid';
  own_secret constant text := 'encode(secret_hash, ''hex'') = nullif(current_setting(''app.secret_hash'', true), '''')';
  tenant_table text;
begin
  foreach tenant_table in array array['saved_views', 'notes'] loop
    execute format('alter table %I enable row level security', tenant_table);
    execute format('alter table %I force row level security', tenant_table);
    execute format('create policy web_own_tenant on %I to taskflow_web using (%s) with check (%s)', tenant_table, own_tenant, own_tenant);
  end loop;

  -- An invitation is found by the secret of its link, from outside of every tenant, or listed within its tenant.
  alter table invitations enable row level security;
  alter table invitations force row level security;
  execute format('create policy web_invitations on invitations to taskflow_web using (%s or %s) with check (%s)', own_tenant, own_secret, own_tenant);

  -- A link to a new password belongs to its person. It is found by its secret, and replaced by whoever makes the next one.
  alter table password_resets enable row level security;
  alter table password_resets force row level security;
  execute format('create policy web_password_resets on password_resets to taskflow_web using (user_id = nullif(current_setting(''app.user'', true), '''')::uuid or %s) with check (%s)', own_secret, own_secret);
end
$$;
