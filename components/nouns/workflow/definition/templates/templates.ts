/** Definitions to begin with. Each shows a thing or two that a workflow can do, and says so in its comments. */
import { cleanup, etl, fan, hello } from './first-texts.ts';
import { nightly, poll, release, review, saga, shards } from './more-texts.ts';
import { type TemplateWords, templateList } from './template-list.ts';
import { fault, say, type TemplateTask, work } from './template-tasks.ts';

/** A definition to begin with. */
export type Template = TemplateWords & { tasks: readonly TemplateTask[]; text: string };

const texts: Readonly<Record<string, { tasks: readonly TemplateTask[]; text: string }>> = {
  hello: { tasks: [say], text: hello },
  'fan-out': { tasks: [say, work], text: fan },
  'clean-up': { tasks: [say, work, fault], text: cleanup },
  'nightly-etl': { tasks: [say, work], text: etl },
  'code-review': { tasks: [say, work], text: review },
  release: { tasks: [say, work], text: release },
  shards: { tasks: [say, work], text: shards },
  poll: { tasks: [say, work], text: poll },
  saga: { tasks: [say, fault], text: saga },
  'nightly-report': { tasks: [say, work], text: nightly },
};

/** In the order of their list. */
export const templates: readonly Template[] = templateList.flatMap((words) => {
  const definition = texts[words.key];
  return definition === undefined ? [] : [{ ...words, ...definition }];
});
