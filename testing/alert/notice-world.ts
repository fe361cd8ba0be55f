/** A tenant in which somebody is to be told of something: channels, rules, jobs that die, and the passes that tell of it. */
import type { ChannelInput } from '#domain/channel/read-channel.ts';
import type { RuleInput } from '#domain/notification/read-rule.ts';
import { publicId } from '#domain/value/ids.ts';
import type { ChannelMeans } from '#engine/channel/channel-means.ts';
import { createChannel } from '#engine/channel/create-channel.ts';
import { createRule } from '#engine/notification/rule/save-rule.ts';
import { releaseHeld } from '#engine/notification/watch/release-held.ts';
import { tellNotices } from '#engine/notification/watch/tell-notices.ts';
import { watchNotices } from '#engine/notification/watch/watch-notices.ts';
import { openSealing } from '#engine/store/secret/sealing.ts';
import { type Bundle, valueOf } from '#testing/bundle.ts';
import { openStage, type Stage } from '#testing/stage.ts';
import { failedForGood } from '#testing/worker/worker-by-hand.ts';

export const secretKey = 'a key for tests that nobody else would ever guess';
export const means: ChannelMeans = { mailFrom: 'Taskflow <taskflow@example.com>', sealing: openSealing(secretKey) };
export const links = { base: 'https://taskflow.example' };

export type Delivered = {
  id: string;
  kind: string;
  state: string;
  subject: string;
  text: string;
  telling: number | null;
  channelId: string;
  tries: number;
  error: string | null;
};

export type NoticeWorld = Stage & {
  /** Makes a channel; hands back its id, and its secret when it signs. */
  channel(input?: Partial<ChannelInput>): Promise<{ id: string; secret: string | null }>;
  /** Makes a rule on jobs that die, which tells this channel. */
  rule(channelId: string, input?: Partial<RuleInput>): Promise<string>;
  /** Lets so many jobs of the task fail for good. */
  fail(count: number, task?: string): Promise<void>;
  /** What was put on its way, the oldest first. */
  deliveries(): Promise<Delivered[]>;
  /** As if so much time had passed for all that stands here. */
  pass(minutes: number): Promise<void>;
};

/** Looks through the log once, and tells what there is to tell. */
export async function lookOnce(bundle: Bundle): Promise<void> {
  while (!(await watchNotices(bundle.worker)).isComplete);
  await tellNotices(bundle.worker, links);
  await releaseHeld(bundle.worker, links);
}

let channels = 0;

export async function openNoticeWorld(bundle: Bundle): Promise<NoticeWorld> {
  const stage = await openStage(bundle);
  const { context } = stage;
  const { tenantId } = context;
  const { client } = bundle.owner;
  return {
    ...stage,
    channel: async (input = {}) => {
      channels += 1;
      const mail: ChannelInput = { name: `channel ${channels}`, kind: 'EMAIL', to: ['ops@example.com'] };
      return valueOf(await createChannel(context, means, { ...mail, ...input }));
    },
    rule: async (channelId, input = {}) => {
      const dead: RuleInput = {
        name: `rule of ${channelId}`,
        on: 'JOB_FAILED',
        channels: [publicId('channel', channelId)],
      };
      return valueOf(await createRule(context, { ...dead, ...input })).id;
    },
    fail: async (count, task = 'failing') => {
      await stage.task(task, { name: 'fail', options: { retryable: false, message: 'no such account' } });
      await stage.enqueue(Array.from({ length: count }, () => ({ task })));
      const worker = await stage.worker();
      const jobs = await worker.claim();
      await worker.settle(jobs.map((job) => failedForGood(job)));
    },
    deliveries: () =>
      client.delivery.findMany({
        where: { tenantId },
        orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
        select: {
          id: true,
          kind: true,
          state: true,
          subject: true,
          text: true,
          telling: true,
          channelId: true,
          tries: true,
          error: true,
        },
      }),
    pass: async (minutes) => {
      const [times, due] = [
        ['since', 'last_at', 'tell_after', 'look_at'],
        ['due_at', 'created_at'],
      ];
      const earlier = (columns: readonly string[]) =>
        columns.map((column) => `${column} = ${column} - interval '${minutes} minutes'`).join(', ');
      await client.$executeRawUnsafe(`update notices set ${earlier(times)} where tenant_id = '${tenantId}'`);
      await client.$executeRawUnsafe(`update deliveries set ${earlier(due)} where tenant_id = '${tenantId}'`);
    },
  };
}
