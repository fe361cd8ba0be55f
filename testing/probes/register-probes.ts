/** What registers a task: a call without each field, and what to put there instead. */
import type { Json, JsonObject } from '#domain/value/json.ts';
import { pools } from '#testing/gates/gate-probes.ts';
import { mutation } from './probe-documents.ts';
import { noop, type Probe, work } from './probe-worlds.ts';

const taskFields =
  'name description handler priority timeout labels inputSchema resultSchema queue { name } retry { maxAttempts strategy baseDelay maxDelay jitter resultContract } sla { startBy maxDuration } mutex resources concurrency { max key } rate { max per }';

const registering = (handler: Json, more: JsonObject = {}) => ({
  setUp: work,
  document: mutation('registerTask', `task { ${taskFields} }`),
  variables: () => ({ input: { name: 'probe', handler, ...more } }),
});

/** By the name of the input type. */
export const registerProbes: Record<string, Probe> = {
  RegisterTaskInput: {
    ...registering(noop),
    setUp: pools,
    at: ['input'],
    fields: {
      name: 'another',
      description: 'why',
      handler: { builtin: { name: 'echo' } },
      queue: 'other',
      priority: 7,
      timeout: 'PT7S',
      retry: { maxAttempts: 9 },
      inputSchema: { type: 'object' },
      resultSchema: { type: 'object' },
      mutex: ['m'],
      resources: { cpu: 1 },
      concurrency: { max: 7 },
      rate: { max: 7, per: 'HOUR' },
      sla: { startBy: 'PT7S' },
      labels: { a: 'b' },
    },
  },
  HandlerInput: {
    ...registering(noop),
    at: ['input', 'handler'],
    fields: {
      builtin: { name: 'echo' },
      http: { method: 'GET', url: 'https://example.com/' },
      plugin: { pluginId: 'p', runtimeUrl: 'https://example.com/' },
    },
  },
  BuiltinHandlerInput: {
    ...registering({ builtin: { name: 'sleep' } }),
    at: ['input', 'handler', 'builtin'],
    fields: { name: 'fail', options: { ms: 7 } },
  },
  HttpHandlerInput: {
    ...registering({ http: { method: 'POST', url: 'https://example.com/' } }),
    at: ['input', 'handler', 'http'],
    fields: { method: 'PUT', url: 'https://example.com/b', headers: { a: 'b' }, body: 1, logBody: true },
  },
  PluginHandlerInput: {
    ...registering({ plugin: { pluginId: 'p', runtimeUrl: 'https://example.com/' } }),
    at: ['input', 'handler', 'plugin'],
    fields: { pluginId: 'q', runtimeUrl: 'https://example.com/b' },
  },
  RetryPolicyInput: {
    ...registering(noop, { retry: {} }),
    at: ['input', 'retry'],
    fields: {
      maxAttempts: 9,
      strategy: 'FIXED',
      baseDelay: 'PT7S',
      maxDelay: 'PT7M',
      jitter: 'FULL',
      resultContract: true,
    },
  },
  SlaInput: {
    ...registering(noop, { sla: {} }),
    at: ['input', 'sla'],
    fields: { startBy: 'PT7S', maxDuration: 'PT7S' },
  },
};
