/** Creates a tenant with its first queue. Only the platform does that. */

import { accessBounds } from '#domain/bounds/access.ts';
import { laneBounds } from '#domain/bounds/lane.ts';
import { tenantBounds } from '#domain/bounds/tenant.ts';
import { defaultQueueName } from '#domain/queue/default-queue.ts';
import { checkRate, type Rate } from '#domain/rate/rate.ts';
import { done, type Outcome, type Refusal, refuse, refuseAll } from '#domain/refusal.ts';
import { isTimeZone, refuseZoneWords } from '#domain/timetable/zone-name.ts';
import { checkInteger, checkJson, checkName } from '#domain/value/input-checks.ts';
import { isJsonObject, type JsonObject } from '#domain/value/json.ts';
import { refuseUnless } from '#engine/access/access.ts';
import { appendEvents } from '#engine/event/append-events.ts';
import { command } from '#engine/store/command.ts';
import { actorName, type Context } from '#engine/store/context.ts';
import { newId } from '#engine/store/id.ts';
import { Prisma } from '#prisma/generated/client.ts';
import type { TenantRow } from './tenant-rows.ts';

/** How much one tenant may hold at once, and start in a span of time; null is no limit. */
export type TenantLimitsInput = {
  maxRunningJobs?: number | null;
  maxQueuedJobs?: number | null;
  weight?: number | null;
  rate?: Rate | null;
};

export type CreateTenantInput = {
  slug: string;
  name: string;
  limits?: TenantLimitsInput | null;
  timeZone?: string | null;
  attributes?: JsonObject | null;
};

/** Creates the tenant; a slug in use is refused with NAME_TAKEN. */
export async function createTenant(context: Context, input: CreateTenantInput): Promise<Outcome<TenantRow>> {
  const refused = refuseUnless(context, 'platform.manage');
  if (refused !== undefined) return refused;
  const refusals = check(input);
  if (refusals.length > 0) return refuseAll(refusals);
  const { weight, ...limits } = input.limits ?? {};
  const id = newId();
  const outcome = await command({ database: context.database, tenantId: id }, async (tx) => {
    const tenant: TenantRow = {
      id,
      slug: input.slug,
      name: input.name,
      timeZone: input.timeZone ?? 'UTC',
      maxRunningJobs: limits.maxRunningJobs ?? null,
      maxQueuedJobs: limits.maxQueuedJobs ?? null,
      weight: weight ?? 1,
      rate: limits.rate ?? null,
      attributes: input.attributes ?? {},
      createdAt: tx.now,
    };
    const { count } = await tx.client.tenant.createMany({
      data: [{ ...tenant, rate: tenant.rate ?? Prisma.DbNull }],
      skipDuplicates: true,
    });
    if (count === 0) return refuse('NAME_TAKEN', `a tenant with the slug "${input.slug}" exists already`, ['slug']);
    const limited = tenant.maxRunningJobs !== null || tenant.rate !== null;
    await tx.client.queue.create({
      data: { tenantId: id, id: newId(), name: defaultQueueName, limited, createdAt: tx.now },
    });
    await appendEvents(tx, [
      {
        type: 'tenant.created',
        entityIds: [id],
        actor: actorName(context.actor),
        payloads: [{ slug: tenant.slug, name: tenant.name }],
      },
    ]);
    return done(tenant);
  });
  if (outcome.ok) context.hints.send('news');
  return outcome;
}

/** What is wrong with the limits of a tenant. */
export function checkTenantLimits(limits: TenantLimitsInput, path: string[]): Refusal[] {
  return [
    ...checkInteger({
      value: limits.maxRunningJobs,
      path: [...path, 'maxRunningJobs'],
      min: 0,
      max: tenantBounds.tenantJobsMax,
    }),
    ...checkInteger({
      value: limits.maxQueuedJobs,
      path: [...path, 'maxQueuedJobs'],
      min: 0,
      max: tenantBounds.tenantJobsMax,
    }),
    ...checkInteger({ value: limits.weight, path: [...path, 'weight'], min: 1, max: laneBounds.weightMax }),
    ...checkRate({ value: limits.rate, path: [...path, 'rate'] }),
  ];
}

// Lower case and no dots or underscores: a slug stands in headers and URLs and is never mistaken for an id.
const slugPattern = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/;

function check(input: CreateTenantInput): Refusal[] {
  const refusals: Refusal[] = [];
  if (!slugPattern.test(input.slug) || input.slug.length > accessBounds.slugLengthMax) {
    const message = `a slug has 1 to ${accessBounds.slugLengthMax} lower-case letters, digits and inner hyphens`;
    refusals.push({ code: 'BAD_INPUT', message, path: ['slug'] });
  }
  if (input.timeZone !== undefined && input.timeZone !== null && !isTimeZone(input.timeZone)) {
    refusals.push({
      code: 'BAD_TIME_ZONE',
      message: refuseZoneWords(input.timeZone),
      path: ['timeZone'],
    });
  }
  if (input.attributes !== undefined && input.attributes !== null && !isJsonObject(input.attributes)) {
    refusals.push({ code: 'BAD_INPUT', message: 'attributes are an object', path: ['attributes'] });
  }
  return [
    ...refusals,
    ...checkName({ value: input.name, path: ['name'] }),
    ...checkJson({ value: input.attributes, path: ['attributes'], sizeBytesMax: tenantBounds.attributesSizeBytesMax }),
    ...checkTenantLimits(input.limits ?? {}, ['limits']),
  ];
}
