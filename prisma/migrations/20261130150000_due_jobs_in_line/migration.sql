-- Jobs whose instant came and that wait at a gate stand aside: who looks for the next that is due comes across none of
-- them, however many there are. jobs_due still has them all, in the order of their instants.
create index jobs_due_in_line on jobs (queue_id, run_at, id) where state = 'SCHEDULED' and rank < 1152921504606846976;
