import type { Metadata } from 'next';
import { WorkflowsPage } from '#components/nouns/workflow/workflows-page.tsx';

export const metadata: Metadata = { title: 'Workflows' };

export default function WorkflowsRoute() {
  return <WorkflowsPage />;
}
