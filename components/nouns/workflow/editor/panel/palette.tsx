'use client';

import { type LucideIcon, Plus, Search } from 'lucide-react';
import { useState } from 'react';
import { kindIcons } from '#components/nouns/workflow/editor/canvas/kind-icons.ts';
import { draggedOffer } from '#components/nouns/workflow/editor/model/dragged-offer.ts';
import { findTasks, type OfferedTask } from '#components/nouns/workflow/editor/model/offered-tasks.ts';
import { findKinds, type StepOffer } from '#components/nouns/workflow/editor/model/step-offers.ts';
import { ScrollBox } from '#components/ui/table/scroll-box.tsx';

// Tasks that are shown at once; who looks for another one types.
const tasksShownMax = 100;

type Parts = {
  tasks: readonly OfferedTask[] | undefined;
  /** The step that a new one comes after. */
  after: string | undefined;
  onAdd: (offer: StepOffer) => void;
  /** Asks which workflow it is that a step runs. */
  onAskWorkflow: () => void;
};

/** What waits, and the tasks of the tenant: pressed they become the next step, dragged they become a step where they are dropped. */
export function Palette({ tasks, after, onAdd, onAskWorkflow }: Parts) {
  const [text, setText] = useState('');
  const found = findTasks(tasks ?? [], text);
  const kinds = findKinds(text);
  return (
    <section aria-label="Palette" className="flex h-full min-h-0 flex-col">
      <header className="flex flex-col gap-2 border-b border-line p-2">
        <div className="relative">
          <Search aria-hidden size={14} className="absolute top-1/2 left-2 -translate-y-1/2 text-quiet" />
          <input
            type="text"
            aria-label="Find a task or a kind of step"
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
        {kinds.length > 0 && (
          <ul aria-label="Kinds of steps" className="mb-1 border-b border-line pb-1">
            {kinds.map(({ kind, word, description }) => (
              <li key={kind}>
                <PaletteRow
                  name={word}
                  label={`Add a step: ${word}`}
                  description={description}
                  Icon={kindIcons[kind]}
                  offer={kind === 'workflow' ? undefined : { kind }}
                  onPress={() => (kind === 'workflow' ? onAskWorkflow() : onAdd({ kind }))}
                />
              </li>
            ))}
          </ul>
        )}
        <ul aria-label="Tasks">
          {found.slice(0, tasksShownMax).map(({ name, description }) => (
            <li key={name}>
              <PaletteRow
                name={name}
                label={`Add a step of ${name}`}
                description={description ?? ''}
                offer={{ kind: 'task', name }}
                onPress={() => onAdd({ kind: 'task', name })}
              />
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

type RowParts = {
  name: string;
  label: string;
  description: string;
  Icon?: LucideIcon;
  /** What it becomes where it is dropped; undefined for what asks first. */
  offer: StepOffer | undefined;
  onPress: () => void;
};

function PaletteRow({ name, label, description, Icon, offer, onPress }: RowParts) {
  return (
    <button
      type="button"
      draggable={offer !== undefined}
      aria-label={label}
      onDragStart={(event) => {
        event.dataTransfer.setData(draggedOffer, JSON.stringify(offer));
        event.dataTransfer.effectAllowed = 'copy';
      }}
      onClick={onPress}
      className="group flex w-full cursor-grab items-center gap-2 rounded px-2 py-1 text-left hover:bg-raised"
    >
      {Icon !== undefined && <Icon aria-hidden size={15} className="mt-0.5 shrink-0 self-start text-quiet" />}
      <span className="min-w-0 flex-1">
        <span className="flex items-center gap-2">
          <span className="min-w-0 flex-1 truncate">{name}</span>
          <Plus aria-hidden size={14} className="shrink-0 text-quiet opacity-0 group-hover:opacity-100" />
        </span>
        {description !== '' && <span className="line-clamp-2 text-small text-quiet">{description}</span>}
      </span>
    </button>
  );
}
