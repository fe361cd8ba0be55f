import type { Metadata } from 'next';
import { NewWorkflowPage } from '#components/nouns/workflow/definition/new-workflow-page.tsx';

export const metadata: Metadata = { title: 'New workflow' };

export default function NewWorkflowRoute() {
  return <NewWorkflowPage />;
}
