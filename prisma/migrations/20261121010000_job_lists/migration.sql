-- Lists of jobs under row level security. A condition whose operator may leak what it sees (enum =, jsonb @>) never
-- becomes an index condition there, so a state stands in the predicate of its own index, never in a key.
drop index jobs_aside;
create index jobs_failed on jobs (tenant_id, id) where state = 'FAILED';
create index jobs_dead on jobs (tenant_id, id) where state = 'DEAD';
create index jobs_cancelled on jobs (tenant_id, id) where state = 'CANCELLED';
create index jobs_skipped on jobs (tenant_id, id) where state = 'SKIPPED';
create index jobs_queue on jobs (tenant_id, queue_id, id) where finished_at is not null;
-- Settled jobs lie in the table nearly in the order in which they settled: a summary per 32 pages is enough.
create index jobs_finished on jobs using brin (finished_at) with (pages_per_range = 32, autosummarize = on);
-- The same holds for labels: a walk through the labelled jobs is the best that the console's role can get.
drop index jobs_labels;
create index jobs_labelled on jobs (tenant_id, id) where labels is not null;
-- Runs, for the same reason.
create index runs_failed on runs (tenant_id, id) where state = 'FAILED';
create index runs_cancelled on runs (tenant_id, id) where state = 'CANCELLED';
-- Whether a schedule's earlier work is still open is asked at every tick, and must not read its whole history.
create index jobs_schedule_open on jobs (tenant_id, schedule_id) where schedule_id is not null and state in ('PENDING', 'SCHEDULED', 'RUNNING');
create index runs_schedule_open on runs (tenant_id, schedule_id) where schedule_id is not null and state in ('RUNNING', 'PAUSED');
