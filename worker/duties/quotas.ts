/** Counts what is used of quotas, and tells of those that are nearly or wholly used. */
import { countUsage } from '#engine/quota/watch/count-usage.ts';
import { judgeQuotas, type QuotaPlace } from '#engine/quota/watch/judge-quotas.ts';
import { faultSentence } from '#engine/store/batch/apart.ts';
import type { Duty, DutyTools } from './duty.ts';

// So long may minutes and steps lag: a quota of a day is not judged by the second.
const lookMs = 2_000;

/** One runs in every worker; one of them counts at a time. */
export function quotas({ database, hints, log }: DutyTools): Duty {
  let place: QuotaPlace = null;
  return {
    name: 'quotas',
    everyMs: lookMs,
    wakesOn: [],
    run: async () => {
      const count = await countUsage(database);
      for (const { item, fault } of count.poisoned)
        log.error('quotas.uncounted', { tenant: item.tenantId, fault: faultSentence(fault) });
      const judgement = await judgeQuotas(database, place);
      place = judgement.place;
      if (judgement.told > 0) hints.send('news');
      return count.isComplete && place === null ? lookMs : 0;
    },
  };
}
