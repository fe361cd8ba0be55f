/** The duty that tries out definitions, for people who wait in front of a form. Each is carried out once, or not at all. */
import { faultSentence } from '#engine/store/batch/apart.ts';
import {
  answerTestCall,
  type ClaimedTestCall,
  claimTestCalls,
  forgetTestCalls,
} from '#engine/task/call/carry-test-calls.ts';
import { carryTestCall } from '#worker/execute/test-call.ts';
import type { Duty, DutyTools } from './duty.ts';

// The net under lost hints; a call is given up after some seconds.
const lookMs = 1_000;
// Calls that mostly wait for a server. Those of one tenant are fewer.
const underWayMax = 16;

/** Several may run on one database: a call is in one hand. */
export function testCalls({
  database,
  log,
  outbound,
  queues,
}: Pick<DutyTools, 'database' | 'log' | 'outbound' | 'queues'>): Duty {
  let underWay = 0;
  const carry = async (call: ClaimedTestCall) => {
    underWay += 1;
    try {
      await answerTestCall(database, call, await carryTestCall(outbound, call));
    } catch (fault) {
      // Whoever asked is told that nobody answered.
      log.warn('test_call.unwritten', { call: call.id, fault: faultSentence(fault) });
    }
    underWay -= 1;
  };
  return {
    name: 'test-calls',
    everyMs: lookMs,
    wakesOn: ['test'],
    run: async () => {
      const slots = underWayMax - underWay;
      if (slots > 0) for (const call of await claimTestCalls(database, { slots, queues })) void carry(call);
      await forgetTestCalls(database);
      return lookMs;
    },
  };
}
