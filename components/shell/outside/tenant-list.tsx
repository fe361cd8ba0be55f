'use client';

import { useState } from 'react';
import { AwayLink } from '#components/address/link.tsx';
import { addressIn } from '#components/address/tenant-address.ts';
import { EmptyNotice, FaultNotice, LoadingNotice } from '#components/kit/page/notice.tsx';
import { screens } from '#components/kit/words/paths.ts';
import type { TenantsView } from '#components/shell/session/use-tenants.ts';
import { Button } from '#components/ui/form/button.tsx';

/** The tenants that somebody may enter, each a link, or why there is none. */
export function TenantList({ view: { tenants, hasMore, fault, reload } }: { view: TenantsView }) {
  return (
    <div className="panel max-w-xl">
      {fault !== undefined && <FaultNotice fault={fault} onRetry={reload} />}
      {fault === undefined && tenants === undefined && <LoadingNotice rows={3} />}
      {tenants?.length === 0 && (
        <EmptyNotice>There is no tenant that you may enter. Ask an admin to make you a member of one.</EmptyNotice>
      )}
      <ul className="flex flex-col gap-2 p-3 empty:hidden">
        {tenants?.map(({ id, slug, name }) => (
          <li key={id}>
            <AwayLink className="button w-full justify-start" address={addressIn(slug, screens.overview)}>
              {name} <span className="text-quiet">{slug}</span>
            </AwayLink>
          </li>
        ))}
      </ul>
      {hasMore && <BySlug />}
    </div>
  );
}

/** The way to a tenant beyond the list. */
function BySlug() {
  const [slug, setSlug] = useState('');
  return (
    <form
      className="flex flex-wrap items-center gap-2 border-t border-line p-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (slug.trim() !== '') window.location.assign(addressIn(slug.trim(), screens.overview));
      }}
    >
      <label className="flex items-center gap-2">
        There are more: enter one by its slug
        <input className="field" value={slug} onChange={(event) => setSlug(event.currentTarget.value)} />
      </label>
      <Button type="submit">Enter</Button>
    </form>
  );
}
