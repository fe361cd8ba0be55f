/** What the form of a channel holds, and the input that it stands for. */
import type {
  ChannelRowFragment,
  CreateChannelInput,
  UpdateChannelInput,
} from '#components/generated/notifications.ts';
import type { Fields, Problems } from '#components/kit/form/form-state.ts';
import { type ChannelKind, readChannel } from '#domain/channel/read-channel.ts';
import { type Severity, severities } from '#domain/sla/alert-kinds.ts';

export type ChannelForm = {
  name: string;
  kind: ChannelKind;
  /** One address on each line. */
  to: string;
  url: string;
  isQuiet: boolean;
  from: string;
  until: string;
  through: readonly Severity[];
};

export type ChannelField = 'name' | 'kind' | 'to' | 'url' | 'quietHours';

export const channelFields: Fields<ChannelField, ChannelForm> = {
  kind: { label: 'How', of: ['kind'] },
  name: { label: 'Name', of: ['name'] },
  to: { label: 'To', of: ['to', 'kind'] },
  url: { label: 'URL', of: ['url', 'kind'] },
  quietHours: { label: 'Quiet hours', of: ['isQuiet', 'from', 'until', 'through'] },
};

export const kindWords: Record<ChannelKind, { word: string; hint: string }> = {
  EMAIL: { word: 'Mail', hint: 'To one or more addresses.' },
  WEBHOOK: { word: 'Webhook', hint: 'A POST to a URL, signed by Standard Webhooks. Any 2xx is success.' },
  SLA_BREACH: {
    word: 'SLA breaches',
    hint: 'A signed POST to /notifications/sla-breach below a URL, for breaches of service levels only.',
  },
};

/** The form of a channel, or of a new one of this kind. */
export function channelForm(channel: ChannelRowFragment | undefined, kind: ChannelKind): ChannelForm {
  const quiet = channel?.quietHours;
  return {
    name: channel?.name ?? '',
    kind: channel?.kind ?? kind,
    to: (channel?.to ?? []).join('\n'),
    url: channel?.url ?? '',
    isQuiet: quiet !== undefined && quiet !== null,
    from: quiet?.from ?? '22:00',
    until: quiet?.to ?? '07:00',
    through: quiet?.through ?? ['CRITICAL'],
  };
}

/** What can be seen to be wrong without asking: by the very rules that the API reads it with. */
export function problemsInChannel(form: ChannelForm): Problems<ChannelField> {
  const { name, kind, to, url, quietHours } = newChannel(form);
  const read = readChannel({ name, kind, to: to ?? null, url: url ?? null, quietHours });
  if (read.ok) return {};
  const problems: Problems<ChannelField> = {};
  for (const { path, message } of read.refusals.toReversed()) {
    const field = fieldNames.find((one) => one === path[0]);
    if (field !== undefined) problems[field] = asSentence(message);
  }
  return problems;
}

const fieldNames: readonly ChannelField[] = ['name', 'kind', 'to', 'url', 'quietHours'];

/** The channel to be made. */
export function newChannel(form: ChannelForm): CreateChannelInput {
  const { name, kind } = form;
  return { name: name.trim(), kind, ...addressOf(form), quietHours: quietOf(form) };
}

/** The change to a channel. */
export function channelChange(id: string, form: ChannelForm): UpdateChannelInput {
  return { id, name: form.name.trim(), ...addressOf(form), quietHours: quietOf(form) };
}

function addressOf({ kind, to, url }: ChannelForm): { to: string[] } | { url: string } {
  if (kind !== 'EMAIL') return { url: url.trim() };
  return { to: to.split(/[\s,;]+/).filter((address) => address !== '') };
}

function quietOf({ isQuiet, from, until, through }: ChannelForm) {
  if (!isQuiet) return null;
  return { from, to: until, through: severities.filter((severity) => through.includes(severity)) };
}

function asSentence(message: string): string {
  return `${message.charAt(0).toUpperCase()}${message.slice(1)}.`;
}

/** Where a channel leads, in a line. */
export function sayAddress({ to, url }: Pick<ChannelRowFragment, 'to' | 'url'>): string {
  return url ?? to.join(', ');
}
