import { Panel } from '#components/kit/page/page.tsx';
import { levelWords, policyWords } from '#components/nouns/task/task-words.ts';
import { ScrollBox } from '#components/ui/table/scroll-box.tsx';
import type { TaskDetails } from './one-task.ts';
import { sayPolicy } from './say-policy.ts';

/** What holds for the jobs of a task, each with who says so. */
export function PoliciesPanel({ policies }: Pick<TaskDetails, 'policies'>) {
  return (
    <Panel title="Policies">
      <ScrollBox className="overflow-x-auto">
        <table className="table-plain" aria-label="Policies">
          <thead>
            <tr>
              <th scope="col">What</th>
              <th scope="col">Holds</th>
              <th scope="col">Comes from</th>
            </tr>
          </thead>
          <tbody>
            {policies.map(({ kind, level, value }) => (
              <tr key={kind}>
                <td className="whitespace-nowrap">{policyWords[kind]}</td>
                <td>{sayPolicy({ kind, value })}</td>
                <td className={level === 'PLATFORM' ? 'whitespace-nowrap text-quiet' : 'whitespace-nowrap'}>
                  {levelWords[level]}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollBox>
    </Panel>
  );
}
