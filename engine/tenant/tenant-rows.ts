/** Tenants as the read side hands them out. */
import { type Rate, readRate } from '#domain/rate/rate.ts';
import type { JsonObject } from '#domain/value/json.ts';
import { storedJson, storedObject } from '#engine/store/sql/stored-json.ts';
import type { Tenant } from '#prisma/generated/client.ts';

/** A tenant; a limit that is null does not limit. */
export type TenantRow = {
  id: string;
  slug: string;
  name: string;
  timeZone: string;
  maxRunningJobs: number | null;
  maxQueuedJobs: number | null;
  weight: number;
  /** How many of its jobs may start in a span of time. */
  rate: Rate | null;
  attributes: JsonObject;
  createdAt: Date;
};

/** A stored tenant with its types. */
export function tenantRow(stored: Tenant): TenantRow {
  return { ...stored, attributes: storedObject(stored.attributes), rate: readRate(storedJson(stored.rate)) };
}
