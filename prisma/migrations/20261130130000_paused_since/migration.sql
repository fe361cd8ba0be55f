-- Since when a queue or a schedule is paused, by whom and why. Of what was paused before, nothing is known; the release
-- before writes none of it, so the columns count only while the thing is paused.
alter table queues
  add column paused_at timestamptz(3),
  add column paused_by text,
  add column paused_reason text;
alter table schedules
  add column paused_at timestamptz(3),
  add column paused_by text,
  add column paused_reason text;
