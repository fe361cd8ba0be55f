'use client';

import { useState } from 'react';
import { useApi } from '#components/api/api-provider.tsx';
import { faultOf } from '#components/api/fault.ts';
import { RegisterTaskDocument } from '#components/generated/workflows.ts';
import { Refusal } from '#components/kit/page/notice.tsx';
import { useMay } from '#components/kit/viewer/use-viewer.tsx';
import type { TemplateTask } from '#components/nouns/workflow/definition/templates/template-tasks.ts';
import type { Template } from '#components/nouns/workflow/definition/templates/templates.ts';
import type { ValidationView } from '#components/nouns/workflow/definition/use-validation.ts';
import { Button } from '#components/ui/form/button.tsx';

type Parts = { template: Template; validation: ValidationView };

/** Offers to register the example tasks of a template that the tenant does not have. */
export function MissingTasks({ template, validation }: Parts) {
  const api = useApi();
  const mayRegister = useMay('task.edit');
  const [isBusy, setIsBusy] = useState(false);
  const [refusal, setRefusal] = useState<string>();
  const unknown = (validation.found?.problems ?? []).filter(({ code }) => code === 'UNKNOWN_TASK');
  const missing = template.tasks.filter(({ name }) => unknown.some(({ message }) => message.includes(name)));
  if (missing.length === 0) return <Refusal sentence={refusal} />;
  const register = async () => {
    setIsBusy(true);
    const answers = await Promise.all(missing.map((task) => api(RegisterTaskDocument, { input: inputOf(task) })));
    const sentences = answers.flatMap(({ data, error }) =>
      error === undefined
        ? (data?.registerTask.userErrors ?? []).map(({ message }) => message)
        : [faultOf(error).sentence],
    );
    setRefusal(sentences.length === 0 ? undefined : [...new Set(sentences)].join('. '));
    setIsBusy(false);
    validation.check();
  };
  const names = missing.map(({ name }) => name).join(', ');
  return (
    <div className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1">
      <span>
        Not in this tenant: <strong>{names}</strong>
      </span>
      {mayRegister && (
        <Button isSmall isBusy={isBusy} onClick={() => void register()}>
          Register as {missing.length === 1 ? 'an example' : 'examples'}
        </Button>
      )}
      <Refusal sentence={refusal} />
    </div>
  );
}

function inputOf({ name, description, handler }: TemplateTask) {
  return { name, description, handler: { builtin: handler }, labels: { example: 'yes' } };
}
