/** The way out of a test call: the same guard, less room, and a look at what the server answered. */
import { taskBounds } from '#domain/bounds/task.ts';
import type { Outbound, OutboundResponse } from './outbound.ts';

/** Hands the last answer over, whatever the handler makes of it. */
export function openTestOutbound(outbound: Outbound, onAnswer: (response: OutboundResponse) => void): Outbound {
  return {
    request: async (request) => {
      const response = await outbound.request({
        ...request,
        responseSizeBytesMax: taskBounds.testAnswerSizeBytesMax,
      });
      onAnswer(response);
      return response;
    },
    // It is the worker's own, and goes with it.
    close: async () => undefined,
  };
}
