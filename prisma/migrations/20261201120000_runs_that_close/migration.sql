-- A run that is over but for its compensations and finally steps stays open and says how it will end. What ended it from
-- outside is kept apart from the reason of the run, which a pause in between replaces.
alter table runs
  add column ending run_state,
  add column ending_code text,
  add column ending_reason text;
