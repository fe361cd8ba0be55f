/** A channel, and what came of trying it, in few words. */
import type { ChannelRowFragment, TestChannelMutation } from '#components/generated/notifications.ts';
import type { Look } from '#components/state/state-look.ts';
import type { ToastWords } from '#components/ui/overlay/toast-list.ts';

export function channelLook({ paused }: Pick<ChannelRowFragment, 'paused'>): Look {
  return paused
    ? { word: 'Paused', family: 'waiting', glyph: 'bars' }
    : { word: 'Tells', family: 'success', glyph: 'check' };
}

/** When it is left alone. */
export function sayQuiet({ quietHours }: Pick<ChannelRowFragment, 'quietHours'>): string {
  return quietHours === null ? 'never' : `${quietHours.from} – ${quietHours.to}`;
}

type Tested = Pick<NonNullable<TestChannelMutation['testChannel']['delivery']>, 'state' | 'answer' | 'error'>;

/** What a test of a channel came to. */
export function sayTested(name: string, { state, answer, error }: Tested): ToastWords {
  if (state === 'SENT') return { words: `The test through ${name} was taken: ${answer ?? ''}`.trim(), kind: 'done' };
  if (state === 'PENDING')
    return { words: `The test through ${name} is on its way: no worker has sent it yet`, kind: 'note' };
  return { words: `The test through ${name} did not get through: ${error ?? 'nothing came back'}`, kind: 'failed' };
}
