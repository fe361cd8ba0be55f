import type { Metadata } from 'next';
import { EditWorkflowPage } from '#components/nouns/workflow/editor/edit-workflow-page.tsx';

export const metadata: Metadata = { title: 'Edit workflow' };

export default async function EditWorkflowRoute({ params }: { params: Promise<{ name: string }> }) {
  const { name } = await params;
  return <EditWorkflowPage segment={decodeURIComponent(name)} />;
}
