'use client';

import { useReading } from '#components/api/use-reading.ts';
import { JobAlertsDocument, type JobAlertsQuery } from '#components/generated/jobs.ts';

type JobAlert = JobAlertsQuery['alerts']['nodes'][number];

// A job has one alert of a kind, and there are few kinds.
const first = 20;

/** The alerts that are open about a job, and how many more there are. */
export function useJobAlerts(jobId: string): { alerts: readonly JobAlert[]; rest: number } {
  const { data } = useReading({ query: JobAlertsDocument, variables: { job: jobId, first } });
  const alerts = data?.alerts.nodes ?? [];
  return { alerts, rest: (data?.alerts.totalCount ?? 0) - alerts.length };
}
