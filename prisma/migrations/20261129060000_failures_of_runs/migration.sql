-- A run leads to the failure it was seen in. Most of what fails alone has no run.
create index failure_jobs_of_runs on failure_jobs (tenant_id, run_id, failed_at desc) where run_id is not null;
