import type { ReactNode } from 'react';
import { Console } from '#components/nouns/console.tsx';

type Parts = { children: ReactNode; params: Promise<{ tenant: string }> };

export default async function TenantLayout({ children, params }: Parts) {
  return <Console tenant={(await params).tenant}>{children}</Console>;
}
