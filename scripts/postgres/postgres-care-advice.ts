/** What to do about a finding of `postgres-care`, in one sentence. */
import type { JsonObject } from '#domain/value/json.ts';

type Advice = { severity: 'FINE' | 'WATCH' | 'ACT'; advice: string };

// Autovacuum of the product's tables starts at 5 %; four times that means it does not keep up.
const deadRatioMax = 0.2;
// No statement of the product may take this long.
const transactionAgeSecondsMax = 60;
const usedRatioMax = 0.8;

/** Reads any result of the other actions, recognised by its fields. */
export function adviceOn(finding: JsonObject): Advice {
  if (typeof finding.deadRatio === 'number') return onDeadRows(finding.deadRatio, String(finding.worst ?? 'the table'));
  if (typeof finding.ageSeconds === 'number')
    return onTransaction(finding.ageSeconds, String(finding.application ?? ''));
  if (typeof finding.usedRatio === 'number') return onConnections(finding.usedRatio);
  if (typeof finding.checkedRuns === 'number') return onEventLog(finding.ok === true);
  if (typeof finding.databaseBytes === 'number') return onSizes(String(finding.largest ?? 'none'));
  return { severity: 'WATCH', advice: 'The finding is of no kind that this plugin knows; look at it yourself.' };
}

function onDeadRows(ratio: number, table: string): Advice {
  if (ratio > deadRatioMax) {
    return {
      severity: 'ACT',
      advice: `Vacuum ${table} now, and look for a transaction that has kept its dead rows alive.`,
    };
  }
  return { severity: 'FINE', advice: 'Autovacuum keeps up; nothing needs to be done.' };
}

function onTransaction(ageSeconds: number, application: string): Advice {
  if (ageSeconds > transactionAgeSecondsMax) {
    const owner = application === '' ? 'its owner' : application;
    return {
      severity: 'ACT',
      advice: `End the transaction of ${owner}: while it is open, no dead row younger than it can be removed.`,
    };
  }
  return { severity: 'FINE', advice: 'Every transaction is young; vacuum can remove what is dead.' };
}

function onConnections(usedRatio: number): Advice {
  if (usedRatio > usedRatioMax) {
    return {
      severity: 'ACT',
      advice:
        'Lower the pools of consoles and workers or raise max_connections before the next process fails to start.',
    };
  }
  return { severity: 'FINE', advice: 'There is room for more processes.' };
}

function onEventLog(isComplete: boolean): Advice {
  if (isComplete)
    return { severity: 'FINE', advice: 'The event log is complete; the history on screen can be trusted.' };
  return {
    severity: 'ACT',
    advice: 'Keep the log as it is and open the examples: something wrote state without its event.',
  };
}

function onSizes(largest: string): Advice {
  return {
    severity: 'WATCH',
    advice: `Compare with the last report: if ${largest} grows faster than your work does, shorten its retention.`,
  };
}
