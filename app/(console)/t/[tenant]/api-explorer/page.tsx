import type { Metadata } from 'next';
import { ExplorerPage } from '#components/api-explorer/explorer-page.tsx';

export const metadata: Metadata = { title: 'API' };

export default function ApiExplorerRoute() {
  return <ExplorerPage />;
}
