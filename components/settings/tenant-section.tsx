'use client';

import { useState } from 'react';
import { useReading } from '#components/api/use-reading.ts';
import { type TenantSettingsFragment, TenantToSetDocument } from '#components/generated/settings.ts';
import { sayRate } from '#components/kit/form/duration/rate-text.ts';
import { Facts } from '#components/kit/page/facts.tsx';
import { JsonBlock } from '#components/kit/page/json-block.tsx';
import { Panel } from '#components/kit/page/page.tsx';
import { Reading } from '#components/kit/page/reading.tsx';
import type { SettingsSection } from '#components/kit/settings/settings-screen.ts';
import { useMay } from '#components/kit/viewer/use-viewer.tsx';
import { Moment } from '#components/time/moment.tsx';
import { Button } from '#components/ui/form/button.tsx';
import { isJsonObject } from '#domain/value/json.ts';
import { LimitsDialog } from './limits-dialog.tsx';
import { sayLimit } from './limits-form.ts';
import { QuotasPanel } from './quotas/quotas-panel.tsx';

/** The tenant in which the reader works: its names, its clock and what it may use at once. */
export const tenantSection = { name: 'tenant', title: 'Tenant', Panels: Tenant } satisfies SettingsSection;

function Tenant() {
  const answer = useReading({ query: TenantToSetDocument, variables: {} });
  return (
    <Reading answer={answer} rows={6}>
      {({ viewer: { tenant } }) => tenant !== null && <TenantPanels tenant={tenant} />}
    </Reading>
  );
}

function TenantPanels({ tenant }: { tenant: TenantSettingsFragment }) {
  const mayChange = useMay('platform.manage');
  const [isChanging, setIsChanging] = useState(false);
  const { limits, attributes } = tenant;
  return (
    <div className="grid max-w-6xl grid-cols-1 items-start gap-3 lg:grid-cols-2">
      <Panel title="Tenant">
        <Facts
          facts={[
            ['Name', tenant.name],
            [
              'Slug',
              <code key="slug" className="identifier">
                {tenant.slug}
              </code>,
            ],
            ['Time zone', tenant.timeZone],
            ['Made', <Moment key="made" at={tenant.createdAt} style="both" />],
          ]}
        />
        <p className="border-t border-line px-3 py-2 text-small text-quiet">
          The slug goes into the header <code className="identifier">taskflow-tenant</code>. Schedules follow the time
          zone unless they name another.
        </p>
        {isJsonObject(attributes) && Object.keys(attributes).length > 0 && (
          <div className="border-t border-line">
            <h3 className="px-3 pt-2 text-small text-quiet">Attributes</h3>
            <JsonBlock value={attributes} />
          </div>
        )}
      </Panel>
      <Panel
        title="Limits"
        aside={
          mayChange && (
            <Button isSmall onClick={() => setIsChanging(true)}>
              Change
            </Button>
          )
        }
      >
        <Facts
          facts={[
            ['Jobs running at once', sayLimit(limits.maxRunningJobs)],
            ['Jobs waiting', sayLimit(limits.maxQueuedJobs)],
            ['Weight', limits.weight.toLocaleString('en')],
            ['Starts at most', sayRate(limits.rate ?? null)],
          ]}
        />
        <p className="border-t border-line px-3 py-2 text-small text-quiet">
          {mayChange
            ? 'Limits hold from the next claim on.'
            : 'Limits protect the other tenants: only a platform admin changes them.'}
        </p>
      </Panel>
      <div className="lg:col-span-2">
        <QuotasPanel />
      </div>
      {isChanging && <LimitsDialog tenant={tenant} onClose={() => setIsChanging(false)} />}
    </div>
  );
}
