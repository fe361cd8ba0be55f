import { ListTodo, Workflow } from 'lucide-react';
import { Link } from '#components/address/link.tsx';
import { jobsLink } from '#components/kit/words/list-links.ts';
import { workflowPath } from '#components/kit/words/paths.ts';

type Target = { task: { name: string } | null; workflow: { id: string; name: string } | null };

/** What a schedule fires, as the way there: a workflow has a page, a task its jobs. */
export function TargetLink({ task, workflow }: Target) {
  if (workflow !== null) {
    return (
      <>
        <Workflow aria-hidden size={13} className="mr-1.5 inline align-[-2px] text-quiet" />
        <span className="sr-only">workflow </span>
        <Link className="link" href={workflowPath(workflow)}>
          {workflow.name}
        </Link>
      </>
    );
  }
  if (task === null) return <span className="text-quiet">nothing</span>;
  return (
    <>
      <ListTodo aria-hidden size={13} className="mr-1.5 inline align-[-2px] text-quiet" />
      <span className="sr-only">task </span>
      <Link className="link" href={jobsLink({ task: task.name })}>
        {task.name}
      </Link>
    </>
  );
}
