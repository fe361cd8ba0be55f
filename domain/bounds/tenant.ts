/** Tenants. Each number has its reason beside it. */
export const tenantBounds = {
  // An attribute bag or a schema is configuration, not data.
  attributesSizeBytesMax: 16 * 1024,
  tenantJobsMax: 100_000_000,
} as const;
