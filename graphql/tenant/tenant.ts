/** Tenants: the unit of isolation, with its limits. */
import { queueBounds } from '#domain/bounds/queue.ts';
import { publicId } from '#domain/value/ids.ts';
import { createTenant } from '#engine/tenant/create-tenant.ts';
import { listTenants } from '#engine/tenant/list-tenants.ts';
import { updateTenantLimits } from '#engine/tenant/update-tenant-limits.ts';
import type { MutationResolvers, QueryResolvers, TenantResolvers } from '#graphql/generated/resolvers.ts';
import { objectOf } from '#graphql/plumbing/inputs.ts';
import { connection, connectionTypes, pageOf, pageRequest } from '#graphql/plumbing/page.ts';
import { answer } from '#graphql/plumbing/user-error.ts';

export const tenantTypes = /* GraphQL */ `
  "The unit of isolation: it owns everything else."
  type Tenant implements Node {
    "Opaque: \`tnt_\` and a UUIDv7."
    id: ID!
    "Its name in headers and addresses."
    slug: String!
    "Its name for people."
    name: String!
    "The zone that its schedules follow unless they name another."
    timeZone: TimeZone!
    "What it may use at once."
    limits: TenantLimits!
    "How many of its jobs wait to begin, as maxQueuedJobs counts them; at most ${queueBounds.waitingCountMax.toLocaleString('en')}. Null for another tenant than the one that is asked in."
    waitingJobs: Int
    "Your own names and values."
    attributes: JSON!
    "When it was made."
    createdAt: DateTime!
  }

  "What a tenant may use at once, and start in a span of time."
  type TenantLimits {
    "How many of its jobs may run at once; null means no limit."
    maxRunningJobs: Int
    "How many of its jobs may wait to begin. What waits for another attempt, and steps of runs, are neither counted nor refused. Null means no limit."
    maxQueuedJobs: Int
    "Its share of the workers against other tenants that have work, 1 unless set: with 3 it starts three jobs for each one of a tenant with 1."
    weight: Int!
    "How many of its jobs may start in a span of time; null means no rate."
    rate: Rate
  }

  ${connectionTypes('Tenant', 'tenants')}

  "What a tenant may use at once; what is absent stays, null takes a limit away."
  input TenantLimitsInput {
    "How many of its jobs may run at once."
    maxRunningJobs: Int
    "How many of its jobs may wait to begin. Above it an enqueue, a retry by hand and a triggered schedule are refused with LIMIT_REACHED, and an instant of a schedule is SKIPPED. What waits for another attempt, and steps of runs, are neither counted nor refused. Holds for every call that begins after this one is answered."
    maxQueuedJobs: Int
    "Its share of the workers against other tenants that have work: 1 to 1000; null means 1."
    weight: Int
    "How many of its jobs may start in a span of time. Holds for every start after this call is answered; starts from before it had its first rate are not counted."
    rate: RateInput
  }

  "A tenant to be."
  input CreateTenantInput {
    "Its name in headers and addresses: small letters, digits and dashes."
    slug: String!
    "Its name for people."
    name: String!
    "What it may use at once."
    limits: TenantLimitsInput
    "The zone that its schedules follow unless they name another; UTC when absent."
    timeZone: TimeZone
    "Your own names and values."
    attributes: JSON
  }

  "Which tenant, and its new limits."
  input UpdateTenantLimitsInput {
    "Its slug or id."
    tenant: String!
    "The new limits."
    limits: TenantLimitsInput!
  }

  "What createTenant did."
  type CreateTenantPayload {
    "The tenant; null when refused."
    tenant: Tenant
    "Why nothing was done; empty when it was."
    userErrors: [UserError!]!
  }

  "What updateTenantLimits did."
  type UpdateTenantLimitsPayload {
    "The tenant as it is now; null when refused."
    tenant: Tenant
    "Why nothing was done; empty when it was."
    userErrors: [UserError!]!
  }

  extend type Query {
    "The tenants that you may enter, by slug."
    tenants(
      "How many at most, 1 to 200."
      first: Int = 50
      "The endCursor of the page before."
      after: Cursor
    ): TenantConnection!
  }

  extend type Mutation {
    "Makes a tenant; for platform admins."
    createTenant(
      "The tenant to be."
      input: CreateTenantInput!
    ): CreateTenantPayload!
    "Changes the limits of a tenant; for platform admins."
    updateTenantLimits(
      "Which tenant, and its new limits."
      input: UpdateTenantLimitsInput!
    ): UpdateTenantLimitsPayload!
  }
`;

const Tenant: TenantResolvers = {
  id: (tenant) => publicId('tenant', tenant.id),
  waitingJobs: async ({ id }, _, { loaders, engine }) =>
    id === engine.tenantId ? ((await loaders.tenantWaiting.load(id)) ?? 0) : null,
  limits: ({ maxRunningJobs, maxQueuedJobs, weight, rate }) => ({ maxRunningJobs, maxQueuedJobs, weight, rate }),
};

const Mutation: MutationResolvers = {
  createTenant: async (_, { input }, { engine }) => {
    const attributes = objectOf(input.attributes, ['attributes']);
    if (!attributes.ok) return { tenant: null, userErrors: attributes.refusals };
    return await answer(createTenant(engine, { ...input, attributes: attributes.value }), (tenant) => ({ tenant }), {
      tenant: null,
    });
  },
  updateTenantLimits: (_, { input }, { engine }) =>
    answer(updateTenantLimits(engine, input), (tenant) => ({ tenant }), { tenant: null }),
};

const Query: QueryResolvers = {
  tenants: (_, args, { engine }, info) => {
    const page = pageRequest(args, info);
    return pageOf(listTenants(engine, page), page);
  },
};

export const tenantResolvers = { Tenant, TenantConnection: connection, Query, Mutation };
