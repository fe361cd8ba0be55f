import type { Metadata } from 'next';
import { WorkflowPage } from '#components/nouns/workflow/workflow-page.tsx';

export const metadata: Metadata = { title: 'Workflow' };

export default async function WorkflowRoute({ params }: { params: Promise<{ name: string }> }) {
  const { name } = await params;
  return <WorkflowPage segment={decodeURIComponent(name)} />;
}
