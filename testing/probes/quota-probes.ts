/** Probes of what is done to quotas. */

import { type TestConsole, type TestTenant, textAt } from '#testing/console.ts';
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
