/** Probes of what is done to quotas. */

import type { JsonObject } from '#domain/value/json.ts';
import { type Answer, type TestConsole, type TestTenant, textAt } from '#testing/console.ts';
import type { Made, Probe } from './probe-worlds.ts';

const nowhere = '00000000-0000-7000-8000-000000000000';
const errors = 'userErrors { code path }';

/** As the platform's admin, who alone sets quotas. */
async function quotas({ slug }: TestTenant, api: TestConsole): Promise<Made> {
  const caller = { token: api.adminToken, tenant: slug };
  const document = 'mutation { upsertQuota(input: { measure: JOBS, period: DAY, max: 3 }) { quota { id } } }';
  const { data } = await api.ask(caller, document);
  return { quota: textAt(data, 'upsertQuota', 'quota', 'id') };
}

/** By the name of the input type. */
export const quotaProbes: Record<string, Probe> = {
  UpsertQuotaInput: {
    document: `mutation ($input: UpsertQuotaInput!) { upsertQuota(input: $input) { quota { measure period max } ${errors} } }`,
    variables: () => ({ input: { measure: 'JOBS', period: 'DAY', max: 3 } }),
    at: ['input'],
    fields: { measure: 'RUN_MINUTES', period: 'MONTH', max: 7 },
  },
  DeleteQuotaInput: {
    setUp: quotas,
    document: `mutation ($input: DeleteQuotaInput!) { deleteQuota(input: $input) { __typename ${errors} } }`,
    variables: ({ quota = '' }) => ({ input: { id: quota } }),
    at: ['input'],
    fields: { id: `quo_${nowhere}` },
  },
  ResetQuotaInput: {
    setUp: quotas,
    document: `mutation ($input: ResetQuotaInput!) { resetQuota(input: $input) { quota { max } ${errors} } }`,
    variables: ({ quota = '' }) => ({ input: { id: quota, reason: 'it ran twice' } }),
    at: ['input'],
    fields: { id: `quo_${nowhere}`, reason: ' ' },
  },
};

/** Limits a tenant, and makes a quota that is reset and removed. */
export async function actOnLimits(
  act: (field: string, input: JsonObject) => Promise<Answer>,
  idOf: (field: string, input: JsonObject, noun: string) => Promise<string>,
  slug: string,
): Promise<void> {
  await act('updateTenantLimits', { tenant: slug, limits: { maxQueuedJobs: 1_000 } });
  const id = await idOf('upsertQuota', { measure: 'JOBS', period: 'DAY', max: 1_000 }, 'quota');
  await act('resetQuota', { id, reason: 'it ran twice' });
  await act('deleteQuota', { id });
}
