-- Lists of one task look for its waiting jobs here. Running jobs are few and are found through their queues, so a job
-- costs one entry more when it is made and none when it is claimed and settled.
create index jobs_task_waiting on jobs (tenant_id, task_id, id) where state in ('PENDING', 'SCHEDULED');
