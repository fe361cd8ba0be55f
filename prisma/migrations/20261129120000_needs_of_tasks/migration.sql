-- What the jobs of a version must hold while they run: mutexes, amounts of pools, and how many may run at once.
ALTER TABLE "task_versions" ADD COLUMN     "needs" JSON;
