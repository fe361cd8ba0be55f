ALTER TABLE "kept_steps" VALIDATE CONSTRAINT "kept_steps_tenant_id_run_id_fkey";

ALTER TABLE "kept_steps" VALIDATE CONSTRAINT "kept_steps_tenant_id_job_id_fkey";
