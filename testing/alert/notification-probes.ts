/** The probes of inputs about channels, rules and deliveries. */
import type { Json, JsonObject } from '#domain/value/json.ts';
import { openAlert } from '#testing/alert/open-alert.ts';
import { openDelivery } from '#testing/alert/open-delivery.ts';
import { type TestConsole, type TestTenant, textAt } from '#testing/console.ts';
import { type Made, type Probe, schedules } from '#testing/probes/probe-worlds.ts';

const nowhere = '00000000-0000-7000-8000-000000000000';
const errors = 'userErrors { code path }';
const channelFields = 'name kind to url quietHours { from to through } paused';
const ruleFields =
  'name on queue { name } task { name } workflow { name } schedule { name } times lasts channels { name } window tellsEnd paused sentence';

const mail: JsonObject = { name: 'ops', kind: 'EMAIL', to: ['ops@example.com'] };
const hook: JsonObject = { name: 'hook', kind: 'WEBHOOK', url: 'https://example.com/' };

async function make(tenant: TestTenant, input: JsonObject): Promise<string> {
  const { data } = await tenant.ask(
    'mutation ($input: CreateChannelInput!) { createChannel(input: $input) { channel { id } } }',
    { input },
  );
  return textAt(data, 'createChannel', 'channel', 'id');
}

async function channels(tenant: TestTenant): Promise<Made> {
  return { mail: await make(tenant, mail), hook: await make(tenant, hook) };
}

async function deadRule(tenant: TestTenant): Promise<Made> {
  const made = { ...(await schedules(tenant)), ...(await channels(tenant)) };
  const { data } = await tenant.ask(
    'mutation ($input: CreateNotificationRuleInput!) { createNotificationRule(input: $input) { rule { id } } }',
    { input: { name: 'dead', on: 'JOB_DEAD', channels: [made.mail ?? ''] } },
  );
  return { ...made, rule: textAt(data, 'createNotificationRule', 'rule', 'id') };
}

async function delivery(tenant: TestTenant, api: TestConsole): Promise<Made> {
  const made = await channels(tenant);
  const id = await openDelivery(api.databaseUrl, { tenantId: tenant.id, channel: made.mail ?? '' });
  return { ...made, delivery: id };
}

async function alert(tenant: TestTenant, api: TestConsole): Promise<Made> {
  return { alert: await openAlert(api.databaseUrl, { tenantId: tenant.id }) };
}

function mutation(name: string, selection: string, type: string): string {
  return `mutation ($input: ${type}!) { ${name}(input: $input) { ${selection} ${errors} } }`;
}

const idOf =
  (name: string, more: JsonObject = {}) =>
  (made: Made) => ({ input: { ...more, id: made[name] ?? '' } });

const rule = (made: Made): JsonObject => ({ name: 'dead', on: 'JOB_DEAD', channels: [made.mail ?? ''] });

const rulesFields: Record<string, Json | ((made: Made) => Json)> = {
  name: 'others',
  on: 'RUN_FAILED',
  queue: 'other',
  task: 'work',
  workflow: 'flow',
  schedule: ({ schedule = '' }) => schedule,
  times: 7,
  lasts: 'PT7M',
  channels: ({ hook: id = '' }) => [id],
  window: 'PT7M',
  tellsEnd: false,
};

/** The probes by the name of the input type. */
export const notificationProbes: Record<string, Probe> = {
  CreateChannelInput: {
    document: mutation('createChannel', `channel { ${channelFields} }`, 'CreateChannelInput'),
    variables: () => ({ input: mail }),
    at: ['input'],
    fields: {
      name: 'other',
      kind: 'WEBHOOK',
      to: ['a@example.com'],
      url: 'https://example.com/',
      quietHours: { from: '22:00', to: '07:00' },
    },
  },
  QuietHoursInput: {
    document: mutation('createChannel', `channel { ${channelFields} }`, 'CreateChannelInput'),
    variables: () => ({ input: { ...mail, quietHours: { from: '22:00', to: '07:00' } } }),
    at: ['input', 'quietHours'],
    fields: { from: '23:00', to: '06:00', through: ['CRITICAL'] },
  },
  UpdateChannelInput: {
    setUp: channels,
    document: mutation('updateChannel', `channel { ${channelFields} }`, 'UpdateChannelInput'),
    variables: idOf('mail'),
    at: ['input'],
    fields: {
      id: ({ hook: id = '' }) => id,
      name: 'other',
      to: ['a@example.com'],
      url: 'https://example.com/',
      quietHours: { from: '22:00', to: '07:00' },
      paused: true,
    },
  },
  ChannelInput: {
    setUp: channels,
    document: mutation('removeChannel', 'channel { name }', 'ChannelInput'),
    variables: idOf('mail'),
    at: ['input'],
    fields: { id: `chn_${nowhere}` },
  },
  CreateNotificationRuleInput: {
    setUp: async (tenant) => ({ ...(await schedules(tenant)), ...(await channels(tenant)) }),
    document: mutation('createNotificationRule', `rule { ${ruleFields} }`, 'CreateNotificationRuleInput'),
    variables: (made) => ({ input: rule(made) }),
    at: ['input'],
    fields: rulesFields,
  },
  UpdateNotificationRuleInput: {
    setUp: deadRule,
    document: mutation('updateNotificationRule', `rule { ${ruleFields} }`, 'UpdateNotificationRuleInput'),
    variables: (made) => ({ input: { ...rule(made), id: made.rule ?? '' } }),
    at: ['input'],
    fields: { ...rulesFields, id: `rul_${nowhere}` },
  },
  PauseNotificationRuleInput: {
    setUp: deadRule,
    document: mutation('pauseNotificationRule', 'rule { paused }', 'PauseNotificationRuleInput'),
    variables: idOf('rule', { paused: true }),
    at: ['input'],
    fields: { id: `rul_${nowhere}`, paused: false },
  },
  NotificationRuleInput: {
    setUp: deadRule,
    document: mutation('removeNotificationRule', 'rule { name }', 'NotificationRuleInput'),
    variables: idOf('rule'),
    at: ['input'],
    fields: { id: `rul_${nowhere}` },
  },
  RetryDeliveryInput: {
    setUp: delivery,
    document: mutation('retryDelivery', 'delivery { state }', 'RetryDeliveryInput'),
    variables: idOf('delivery'),
    at: ['input'],
    fields: { id: `dlv_${nowhere}` },
  },
  AcknowledgeAlertInput: {
    setUp: alert,
    document: mutation('acknowledgeAlert', 'alert { state acknowledgedReason }', 'AcknowledgeAlertInput'),
    variables: idOf('alert'),
    at: ['input'],
    fields: { id: `alr_${nowhere}`, reason: 'why' },
  },
};
