/** Why a run is not further: what its open steps wait for. */
import { sumWaits } from '#domain/job/sum-waits.ts';
import type { RunResolvers } from '#graphql/generated/resolvers.ts';

export const runWhyTypes = /* GraphQL */ `
  extend type Run {
    "What its open steps wait for, the most frequent reason first and what waits for other steps last; empty when nothing waits. Of one step its job tells more: Job.why."
    why: [WaitSum!]!
  }
`;

const Run: RunResolvers = {
  why: async ({ id }, _, { loaders }) => {
    const steps = (await loaders.runSteps.load(id)) ?? [];
    const open = steps.filter(
      ({ state, reason }) => state === 'PENDING' || state === 'SCHEDULED' || reason?.code === 'CHILD_RUN',
    );
    const sums = sumWaits(open.map((step) => ({ of: step, reason: step.reason })));
    return sums
      .toSorted((one, other) => Number(one.code === 'DEPENDENCY') - Number(other.code === 'DEPENDENCY'))
      .map(({ example: { job, stepKey }, ...sum }) => ({ ...sum, job, stepKey }));
  },
};

export const runWhyResolvers = { Run };
