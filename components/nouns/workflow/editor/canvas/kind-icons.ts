import { Clock, type LucideIcon, Radio, UserCheck, Workflow } from 'lucide-react';
import type { StepOffer } from '#components/nouns/workflow/editor/model/step-offers.ts';

/** The signs of steps that no task carries out. */
export const kindIcons: Record<Exclude<StepOffer['kind'], 'task'>, LucideIcon> = {
  wait: Clock,
  signal: Radio,
  approval: UserCheck,
  workflow: Workflow,
};
