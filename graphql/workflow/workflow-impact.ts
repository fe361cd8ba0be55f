/** What a new version of a workflow does to those that run it as a step. */
import { subflowBounds } from '#domain/bounds/subflow.ts';
import { findWorkflowImpact, impactOfVersion } from '#engine/workflow/impact/workflow-impact.ts';
import type { PublishWorkflowPayloadResolvers, QueryResolvers } from '#graphql/generated/resolvers.ts';
import { orThrow } from '#graphql/plumbing/user-error.ts';

export const workflowImpactTypes = /* GraphQL */ `
  "What a version of a workflow does to those that run it as a step: what they hand over as params, and what they read of its result."
  type WorkflowImpact {
    "The workflows whose latest version would be refused if it were published anew, by name; of the first ${subflowBounds.impactWorkflowsMax} that run the workflow themselves."
    breaks: [BrokenWorkflow!]!
    "How many more workflows run the workflow and were not looked at; counting stops at ${subflowBounds.impactCountMax.toLocaleString('en')}."
    leftOut: Int!
  }

  extend type PublishWorkflowPayload {
    "Which workflows the version breaks, as they are published; null when refused. Their next runs start it all the same: a step whose params do not fit fails, and so does one whose expression cannot be evaluated."
    impact: WorkflowImpact
  }

  extend type Query {
    "What a definition would do to the workflows that run the workflow it names, if it were published; for those who may publish it. Nothing is stored. Of one that cannot be read nothing is known, and it breaks nothing."
    workflowImpact(
      "The definition."
      input: ValidateWorkflowInput!
    ): WorkflowImpact!
  }
`;

const PublishWorkflowPayload: PublishWorkflowPayloadResolvers = {
  impact: async ({ version }, _, { engine }) => {
    const published = await version;
    if (published === null || published === undefined) return null;
    return orThrow(await impactOfVersion(engine, published.id));
  },
};

const Query: QueryResolvers = {
  workflowImpact: async (_, { input }, { engine }) =>
    orThrow(await findWorkflowImpact(engine, { ...input, definition: input.definition ?? null })),
};

export const workflowImpactResolvers = { PublishWorkflowPayload, Query };
