-- When the capacity of a pool was last changed: what was taken before may be more than there is.
ALTER TABLE "gates" ADD COLUMN     "changed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP;

-- A hold that a person released stays with its attempt and holds nothing.
alter table holds drop constraint holds_amount;
alter table holds add constraint holds_amount check (amount >= 0);
grant update (amount) on holds to taskflow_web;
