import { Facts } from '#components/kit/page/facts.tsx';
import { JsonBlock } from '#components/kit/page/json-block.tsx';
import { Panel } from '#components/kit/page/page.tsx';
import { handlerWords } from '#components/nouns/task/task-words.ts';
import { isJsonObject, type JsonObject } from '#domain/value/json.ts';
import type { TaskDetails } from './one-task.ts';

/** How a task is carried out. */
export function HandlerPanel({ task }: { task: TaskDetails }) {
  const { handler, handlerKind } = task;
  const block = isJsonObject(handler) ? Object.values(handler).find(isJsonObject) : undefined;
  return (
    <Panel title="Handler">
      {block === undefined ? <JsonBlock value={handler} /> : <HandlerFacts kind={handlerKind} block={block} />}
    </Panel>
  );
}

type FactsProps = { kind: TaskDetails['handlerKind']; block: JsonObject };

function HandlerFacts({ kind, block }: FactsProps) {
  const how = ['Kind', handlerWords[kind]] as const;
  if (kind === 'BUILTIN')
    return (
      <>
        <Facts facts={[how, ['Name', <Mono key="name">{block.name}</Mono>]]} />
        <Part title="Options" value={block.options} />
      </>
    );
  if (kind === 'PLUGIN')
    return (
      <Facts
        facts={[
          how,
          ['Plugin', <Mono key="id">{block.pluginId}</Mono>],
          ['Runtime', <Mono key="url">{block.runtimeUrl}</Mono>],
        ]}
      />
    );
  return (
    <>
      <div className="p-3 pb-0">
        <p className="break-all font-mono text-[0.93em]">
          <span className="font-semibold">{String(block.method)}</span> {String(block.url)}
        </p>
      </div>
      <Facts facts={[how, ['Bodies in the log', block.logBody === true ? 'yes' : 'no']]} />
      <Part title="Headers" value={block.headers} />
      <Part title="Body" value={block.body ?? undefined} otherwise="The params of the job." />
    </>
  );
}

function Part({ title, value, otherwise }: { title: string; value: unknown; otherwise?: string }) {
  const isEmpty = value === undefined || (isJsonObject(value) && Object.keys(value).length === 0);
  if (isEmpty && otherwise === undefined) return null;
  return (
    <div className="border-t border-line">
      <h3 className="px-3 pt-2 text-small text-quiet">{title}</h3>
      {isEmpty ? <p className="px-3 pb-2">{otherwise}</p> : <JsonBlock value={value} />}
    </div>
  );
}

function Mono({ children }: { children: unknown }) {
  return <span className="font-mono text-[0.93em]">{String(children)}</span>;
}
