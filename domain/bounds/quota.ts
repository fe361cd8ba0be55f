/** Quotas per period. Each number has its reason beside it. */
/** What a quota counts. */
export const quotaMeasures = ['JOBS', 'RUN_MINUTES'] as const;
export type QuotaMeasure = (typeof quotaMeasures)[number];

/** In what it counts: a day or a month of the tenant's calendar. */
export const quotaPeriods = ['DAY', 'MONTH'] as const;
export type QuotaPeriod = (typeof quotaPeriods)[number];

export const quotaBounds = {
  // One for each measure and period.
  quotasMax: 4,
  // What an integer column holds, with a tenth of it left for what is counted beyond and given back.
  amountMax: 1_900_000_000,
  // From here on people are warned.
  warnedAtPercent: 80,
  // Entries of the event log that are counted in one transaction: some 50 ms.
  rowsPerPassMax: 1_000,
  entriesPerPassMax: 20_000,
  // Tenants with quotas that are counted; those beyond are counted when others have none any more.
  tenantsMax: 20_000,
  // Quotas that one look judges, each by a sum over its parts of room.
  quotasPerLookMax: 1_000,
} as const;
