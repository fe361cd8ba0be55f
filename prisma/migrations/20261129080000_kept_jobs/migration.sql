-- What runs keep cannot be deleted under them: whoever deletes old jobs leaves these, or lets the runs go first. The run that
-- carried a step out may go: nothing is read of it.
CREATE INDEX "kept_steps_tenant_id_job_id_idx" ON "kept_steps"("tenant_id", "job_id");

ALTER TABLE "kept_steps" ADD CONSTRAINT "kept_steps_tenant_id_run_id_fkey" FOREIGN KEY ("tenant_id", "run_id") REFERENCES "runs"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE NOT VALID;

ALTER TABLE "kept_steps" ADD CONSTRAINT "kept_steps_tenant_id_job_id_fkey" FOREIGN KEY ("tenant_id", "job_id") REFERENCES "jobs"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE NOT VALID;
