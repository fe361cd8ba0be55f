'use client';

import { Plus, Search } from 'lucide-react';
import { useState } from 'react';
import { draggedTask } from '#components/nouns/workflow/editor/canvas/dragged-task.ts';
import { findTasks, type OfferedTask } from '#components/nouns/workflow/editor/model/offered-tasks.ts';
import { ScrollBox } from '#components/ui/table/scroll-box.tsx';

// Tasks that are shown at once; who looks for another one types.
const tasksShownMax = 100;

type Parts = {
  tasks: readonly OfferedTask[] | undefined;
  /** The step that a new one comes after. */
  after: string | undefined;
  onAdd: (task: string) => void;
};

/** The tasks of the tenant: pressed they become the next step, dragged they become a step where they are dropped. */
export function Palette({ tasks, after, onAdd }: Parts) {
  const [text, setText] = useState('');
  const found = findTasks(tasks ?? [], text);
  return (
    <section aria-label="Palette" className="flex h-full min-h-0 flex-col">
      <header className="flex flex-col gap-2 border-b border-line p-2">
        <div className="relative">
          <Search aria-hidden size={14} className="absolute top-1/2 left-2 -translate-y-1/2 text-quiet" />
          <input
            type="text"
            aria-label="Find a task"
            placeholder="Find a task"
            autoComplete="off"
            spellCheck={false}
            className="field h-7 w-full pl-7"
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
        </div>
        <p className="truncate text-small text-quiet" aria-live="polite">
          {after === undefined ? 'Press or drag to add a step' : `Press to add after ${after}`}
        </p>
      </header>
      <ScrollBox className="min-h-0 flex-1 overflow-y-auto p-1">
        <ul>
          {found.slice(0, tasksShownMax).map((task) => (
            <li key={task.name}>
              <PaletteTask task={task} onAdd={onAdd} />
            </li>
          ))}
        </ul>
        {tasks !== undefined && found.length === 0 && (
          <p className="px-2 py-1 text-small text-quiet">
            {tasks.length === 0 ? 'No task is registered yet.' : 'No task of that name.'}
          </p>
        )}
        {found.length > tasksShownMax && (
          <p className="px-2 py-1 text-small text-quiet">{found.length - tasksShownMax} more: type to find them.</p>
        )}
      </ScrollBox>
    </section>
  );
}

function PaletteTask({ task, onAdd }: { task: OfferedTask; onAdd: (task: string) => void }) {
  return (
    <button
      type="button"
      draggable
      aria-label={`Add a step of ${task.name}`}
      onDragStart={(event) => {
        event.dataTransfer.setData(draggedTask, task.name);
        event.dataTransfer.effectAllowed = 'copy';
      }}
      onClick={() => onAdd(task.name)}
      className="group flex w-full cursor-grab items-center gap-1 rounded px-2 py-1 text-left hover:bg-raised"
    >
      <span className="min-w-0 flex-1">
        <span className="block truncate">{task.name}</span>
        {task.description !== null && task.description !== '' && (
          <span className="block truncate text-small text-quiet">{task.description}</span>
        )}
      </span>
      <Plus aria-hidden size={14} className="shrink-0 text-quiet opacity-0 group-hover:opacity-100" />
    </button>
  );
}
