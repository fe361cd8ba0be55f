'use client';

import { BellRing } from 'lucide-react';
import { useReading } from '#components/api/use-reading.ts';
import { EventCursorDocument } from '#components/generated/events.ts';
import { ChannelsDocument, NotificationRulesDocument } from '#components/generated/notifications.ts';
import { Reading } from '#components/kit/page/reading.tsx';
import type { SettingsSection } from '#components/kit/settings/settings-screen.ts';
import type { Topic } from '#components/live/live-event.ts';
import { useRefreshOnEvents } from '#components/live/refresh/use-refresh-on-events.ts';
import { ChannelsPanel } from './channels-panel.tsx';
import { DeliveriesPanel } from './deliveries-panel.tsx';
import { RulesPanel } from './rules-panel.tsx';

const topic: Topic = {
  kind: 'events',
  filter: {
    types: [
      'channel.created',
      'channel.updated',
      'channel.secret-rotated',
      'channel.removed',
      'rule.created',
      'rule.updated',
      'rule.removed',
    ],
  },
};

/** How people are told: the ways there are, of what they tell, and what became of each message. */
export const notificationsSection = {
  name: 'notifications',
  title: 'Notifications',
  needs: {
    permission: 'tenant.manage',
    title: 'Your role does not manage notifications',
    hint: 'Ask an admin of the tenant. Who was told of an alert stands with the alert.',
    Icon: BellRing,
  },
  Panels: Notifications,
} satisfies SettingsSection;

function Notifications() {
  const place = useReading({ query: EventCursorDocument, variables: {} });
  const channels = useReading({ query: ChannelsDocument, variables: {} });
  const rules = useReading({ query: NotificationRulesDocument, variables: {} });
  const reload = () => {
    channels.reload();
    rules.reload();
  };
  useRefreshOnEvents({ topic, after: place.data?.jobs.eventCursor, read: reload });
  return (
    <div className="flex flex-col gap-3">
      <Reading answer={channels} rows={4}>
        {(known) => (
          <>
            <ChannelsPanel known={known} />
            <Reading answer={rules} rows={4}>
              {({ notificationRules }) => <RulesPanel rules={notificationRules} channels={known.channels} />}
            </Reading>
            <DeliveriesPanel />
          </>
        )}
      </Reading>
    </div>
  );
}
