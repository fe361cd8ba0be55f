import type { ReactNode } from 'react';
import { Shell } from '#components/shell/shell.tsx';

type Parts = { children: ReactNode; params: Promise<{ tenant: string }> };

export default async function TenantLayout({ children, params }: Parts) {
  return <Shell tenant={(await params).tenant}>{children}</Shell>;
}
