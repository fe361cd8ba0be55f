/** What the catalogue says of one type of event: a sentence, the move that it tells of, and the fields of its payload. */
import type {
  AlertState,
  DeliveryState,
  FailureState,
  InvitationState,
  JobState,
  RerunBatchState,
  RunState,
  ScheduleState,
  WaitState,
} from './machines.ts';

/** What a field of a payload holds. */
export type FieldValues = {
  text: string;
  id: string;
  instant: string;
  number: number;
  flag: boolean;
  error: { type: string; message: string; retryable: boolean };
  change: { from: unknown; to: unknown };
};

type Move<Noun extends string, State extends string> = {
  noun: Noun;
  /** States that it leaves; none for what is new with it. */
  from: readonly State[];
  to: readonly State[];
};

/** One type of event. */
export type Entry = {
  says: string;
  move?:
    | Move<'job', JobState>
    | Move<'step', WaitState>
    | Move<'run', RunState>
    | Move<'schedule', ScheduleState>
    | Move<'alert', AlertState>
    | Move<'failure', FailureState>
    | Move<'delivery', DeliveryState>
    | Move<'rerun', RerunBatchState>
    | Move<'invitation', InvitationState>;
  payload?: Readonly<Record<string, keyof FieldValues>>;
};
