'use client';

import { useReading } from '#components/api/use-reading.ts';
import { FailureTenantsDocument } from '#components/generated/failures.ts';
import { Panel } from '#components/kit/page/page.tsx';
import { Reading } from '#components/kit/page/reading.tsx';
import { TableFrame } from '#components/kit/page/table-frame.tsx';
import { useMay } from '#components/kit/viewer/use-viewer.tsx';
import { Moment } from '#components/time/moment.tsx';

/** Which tenants meet the same error, for those who manage the platform. */
export function TenantsPanel({ id }: { id: string }) {
  return useMay('platform.manage') ? <Tenants id={id} /> : null;
}

function Tenants({ id }: { id: string }) {
  const answer = useReading({ query: FailureTenantsDocument, variables: { id } });
  return (
    <Panel title="The same error in tenants">
      <Reading answer={answer} rows={2}>
        {({ failureTenants }) => (
          <TableFrame label="The same error in tenants">
            <thead>
              <tr>
                <th scope="col">Tenant</th>
                <th scope="col" className="number">
                  Seen
                </th>
                <th scope="col" className="number">
                  Share
                </th>
                <th scope="col">Last seen</th>
              </tr>
            </thead>
            <tbody>
              {failureTenants.map((tenant) => (
                <tr key={tenant.id}>
                  <td className="w-1/2 min-w-32 truncate">{tenant.name}</td>
                  <td className="number">{tenant.count.toLocaleString('en')}</td>
                  <td className="number">{Math.round(tenant.share * 100)} %</td>
                  <td>
                    <Moment at={tenant.lastSeenAt} />
                  </td>
                </tr>
              ))}
            </tbody>
          </TableFrame>
        )}
      </Reading>
    </Panel>
  );
}
