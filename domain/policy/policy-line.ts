/** One thing that holds, with every level that could say it and the one that has its way. */
import { rateWindowMs, readRate } from '#domain/rate/rate.ts';
import { isJsonObject, type Json } from '#domain/value/json.ts';

/** From the outermost to the innermost. CALL is whoever enqueues a job. */
export const policyLevels = ['PLATFORM', 'TENANT', 'QUEUE', 'WORKFLOW', 'TASK', 'STEP', 'SCHEDULE', 'CALL'] as const;
export type PolicyLevel = (typeof policyLevels)[number];

export const policyRules = ['NEAREST', 'TIGHTEST', 'TOGETHER'] as const;
export type PolicyRule = (typeof policyRules)[number];

/** The rule of each policy, in the order in which they are told. */
export const ruleOfPolicy = {
  QUEUE: 'NEAREST',
  PRIORITY: 'NEAREST',
  TIMEOUT: 'NEAREST',
  RETRY: 'NEAREST',
  START_BY: 'NEAREST',
  MAX_DURATION: 'NEAREST',
  RUNNING_MAX: 'TIGHTEST',
  RATE: 'TIGHTEST',
  MUTEX: 'TOGETHER',
  RESOURCES: 'TOGETHER',
  RUN_STEPS_MAX: 'NEAREST',
  RUN_DURATION_MAX: 'NEAREST',
  ON_FAILURE: 'NEAREST',
  OVERLAP: 'NEAREST',
  CATCH_UP: 'NEAREST',
  QUEUE_PRIORITY: 'NEAREST',
  QUEUE_WEIGHT: 'NEAREST',
  TENANT_WEIGHT: 'NEAREST',
  TENANT_QUEUED_MAX: 'NEAREST',
} as const satisfies Record<string, PolicyRule>;
export type LinePolicy = keyof typeof ruleOfPolicy;

/** What a level says; null where it says nothing. Of the platform null is that nothing limits. */
export type LevelValue = { level: PolicyLevel; value: Json; isWinning: boolean };

/** `value` is what holds, and `level` who says so: the platform where nobody else does. */
export type PolicyLine = { kind: LinePolicy; rule: PolicyRule; level: PolicyLevel; value: Json; levels: LevelValue[] };

/** The levels that can say it, from the outermost to the innermost, the platform first. */
export type Said = readonly (readonly [level: PolicyLevel, value: Json])[];

/**
 * The nearest: the innermost level that says something has its way, and the others are shadowed. The tightest: all hold at
 * once, and the one that allows least binds; of equal ones the outer, which more share. Together: what `held` is made of
 * all that is said.
 */
export function policyLine(kind: LinePolicy, said: Said, held?: Json): PolicyLine {
  const rule = ruleOfPolicy[kind];
  const winner = rule === 'TIGHTEST' ? tightest(said) : said.findLast(([, value]) => value !== null);
  const [level, value] = winner ?? ['PLATFORM', null];
  const levels = said.map(([at, says]) => ({
    level: at,
    value: says,
    isWinning: says !== null && rule === 'TOGETHER' ? true : at === level,
  }));
  return { kind, rule, level, value: held === undefined ? value : held, levels };
}

function tightest(said: Said): Said[number] | undefined {
  let found: Said[number] | undefined;
  for (const one of said) {
    if (one[1] === null) continue;
    if (found === undefined || allowed(one[1]) < allowed(found[1])) found = one;
  }
  return found;
}

/** How much a limit allows: so many at once, or so many in an hour. */
function allowed(limit: Json): number {
  if (typeof limit === 'number') return limit;
  if (!isJsonObject(limit) || typeof limit.max !== 'number') return Number.POSITIVE_INFINITY;
  if (limit.per === undefined) return limit.max;
  const rate = readRate(limit);
  return rate === null ? Number.POSITIVE_INFINITY : (rate.max * rateWindowMs.HOUR) / rateWindowMs[rate.per];
}
