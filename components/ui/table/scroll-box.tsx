import type { HTMLAttributes } from 'react';

type ScrollBoxProps = Omit<HTMLAttributes<HTMLElement>, 'tabIndex'> & { as?: 'div' | 'pre' };

/** A box whose content may be larger than itself. It can be reached, and so scrolled, by keyboard (WCAG 2.1.1). */
export function ScrollBox({ as: Box = 'div', children, ...props }: ScrollBoxProps) {
  return (
    <Box tabIndex={0} {...props}>
      {children}
    </Box>
  );
}
