import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

type EmptyStateProps = {
  /** What is not there, as a sentence. */
  title: string;
  /** What would bring something. */
  children?: ReactNode;
  /** The next step, as buttons. */
  actions?: ReactNode;
  Icon?: LucideIcon;
};

/** Says that there is nothing, why that may be, and what to do next. */
export function EmptyState({ title, children, actions, Icon }: EmptyStateProps) {
  return (
    <div className="flex flex-col items-center gap-2 px-6 py-10 text-center">
      {Icon !== undefined && <Icon aria-hidden size={22} strokeWidth={1.5} className="text-quiet" />}
      <p className="font-medium">{title}</p>
      {children !== undefined && <div className="max-w-xl text-quiet">{children}</div>}
      {actions !== undefined && <div className="mt-2 flex flex-wrap justify-center gap-2">{actions}</div>}
    </div>
  );
}
