/** Checks definitions: a short one at once, a long one in a thread that ends when it takes too long. */
import { Worker } from 'node:worker_threads';
import type { RefusalCode } from '#domain/refusal.ts';
import {
  type CheckedDefinition,
  checkDefinition,
  type DefinitionText,
  refusedDefinition,
} from '#domain/workflow/check.ts';

// The largest honest definition takes some seconds of one core.
const definitionCheckMsMax = 20_000;
// The most hostile text of this length takes some 50 ms to check; a longer one gets a thread.
const definitionAtOnceLengthMax = 4 * 1024;
// Definitions of one tenant that wait for the thread.
export const definitionsWaitingMax = 20;
const definitionCheckMemoryMb = 1_024;

export type DefinitionChecks = {
  /** What is to be said about a definition of this tenant. Never throws for what the text holds. */
  check(tenantId: string, definition: DefinitionText): Promise<CheckedDefinition>;
  close(): Promise<void>;
};

type Waiting = { tenantId: string; definition: DefinitionText; answer: (checked: CheckedDefinition) => void };

/** Opens the checks of one process; the thread starts with the first definition that needs it. */
export function openDefinitionChecks(
  limits: { aloneMsMax: number } = { aloneMsMax: definitionCheckMsMax },
): DefinitionChecks {
  const waiting: Waiting[] = [];
  let thread: Worker | undefined;
  let current: (Waiting & { deadline: ReturnType<typeof setTimeout> }) | undefined;
  let lastTenantId = '';

  const settle = (checked: CheckedDefinition) => {
    const done = current;
    current = undefined;
    thread?.unref();
    clearTimeout(done?.deadline);
    done?.answer(checked);
    next();
  };
  // Without its thread the next one gets a new one.
  const giveUp = (message: string) => {
    const broken = thread;
    thread = undefined;
    broken?.removeAllListeners();
    // What it still says on its way out concerns nobody.
    broken?.on('error', () => undefined);
    void broken?.terminate();
    settle(refusedWhole('TOO_LARGE', message));
  };
  const next = () => {
    if (current !== undefined) return;
    // Whoever sends one after the other does not make the others wait for all of them.
    const other = waiting.findIndex(({ tenantId }) => tenantId !== lastTenantId);
    const [chosen] = waiting.splice(Math.max(other, 0), 1);
    if (chosen === undefined) return;
    lastTenantId = chosen.tenantId;
    thread ??= startThread(settle, () => giveUp('the definition takes more memory to check than there is'));
    thread.ref();
    const seconds = Math.ceil(limits.aloneMsMax / 1_000);
    const tooSlow = `the definition takes longer than ${seconds} s to check; make it smaller, or send it as JSON`;
    current = { ...chosen, deadline: setTimeout(() => giveUp(tooSlow), limits.aloneMsMax) };
    thread.postMessage(chosen.definition);
  };

  return {
    check: async (tenantId, definition) => {
      if (definition.text.length <= definitionAtOnceLengthMax) return checkDefinition(definition);
      if (waiting.filter((one) => one.tenantId === tenantId).length >= definitionsWaitingMax)
        return refusedWhole(
          'LIMIT_REACHED',
          'many definitions of this tenant wait to be checked; try again in a minute',
        );
      const { promise, resolve } = Promise.withResolvers<CheckedDefinition>();
      waiting.push({ tenantId, definition, answer: resolve });
      next();
      return await promise;
    },
    close: async () => {
      clearTimeout(current?.deadline);
      await thread?.terminate();
    },
  };
}

function startThread(answer: (checked: CheckedDefinition) => void, fail: () => void): Worker {
  const thread = new Worker(new URL('./definition-thread.ts', import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: definitionCheckMemoryMb },
  });
  thread.on('message', answer);
  thread.on('error', fail);
  return thread;
}

function refusedWhole(code: RefusalCode, message: string): CheckedDefinition {
  return refusedDefinition([{ code, message, path: [], stepId: null, line: null, column: null }]);
}
