'use client';

import { useReading } from '#components/api/use-reading.ts';
import { JobAlertsDocument, type JobAlertsQuery } from '#components/generated/documents.ts';
import { bounds } from '#domain/bounds.ts';

type JobAlert = JobAlertsQuery['alerts']['nodes'][number];

const variables = { first: bounds.pageSizeMax };

/** The alerts that are open about a job, among the latest of the tenant. */
export function useJobAlerts(jobId: string): readonly JobAlert[] {
  const { data } = useReading({ query: JobAlertsDocument, variables });
  return data?.alerts.nodes.filter((alert) => alert.job?.id === jobId) ?? [];
}
