'use client';

import type { DeliveryRowFragment } from '#components/generated/notifications.ts';
import { Facts } from '#components/kit/page/facts.tsx';
import { deliveryLooks } from '#components/state/state-look.ts';
import { StateMark } from '#components/state/state-mark.tsx';
import { Moment } from '#components/time/moment.tsx';
import { Button } from '#components/ui/form/button.tsx';
import { CopyButton } from '#components/ui/form/copy-button.tsx';
import { Dialog } from '#components/ui/overlay/dialog.tsx';
import { whyOf, withoutTenant } from './say-delivery.ts';

/** One message: all that it says, and how it went. */
export function DeliveryDialog({ delivery, onClose }: { delivery: DeliveryRowFragment; onClose: () => void }) {
  const { id, state, subject, text, channel, tries, createdAt, endedAt, nextTryAt } = delivery;
  return (
    <Dialog
      title={withoutTenant(subject)}
      width="medium"
      onClose={onClose}
      actions={<Button onClick={onClose}>Close</Button>}
    >
      <pre className="overflow-x-auto rounded border border-line bg-raised p-3 text-body leading-snug whitespace-pre-wrap break-words">
        {text}
      </pre>
      <Facts
        facts={[
          ['State', <StateMark key="state" look={deliveryLooks[state]} />],
          ['Channel', channel.name],
          ['Tries', tries],
          ['What came back', whyOf(delivery) || 'nothing yet'],
          ['Made', <Moment key="made" at={createdAt} style="both" />],
          [
            endedAt === null ? 'Next try' : 'Ended',
            <Moment key="next" at={endedAt ?? nextTryAt} empty="with a summary" style="both" />,
          ],
          ['Id', <CopyButton key="id" text={id} words={id} />],
        ]}
      />
    </Dialog>
  );
}
