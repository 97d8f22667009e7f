import type { ButtonHTMLAttributes, Ref } from 'react';
import { Icon, type IconName } from './icon.tsx';

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly look?: 'plain' | 'solid' | 'quiet';
  readonly icon?: IconName;
  readonly ref?: Ref<HTMLButtonElement>;
}

const looks = {
  plain: 'border border-line-strong bg-surface hover:bg-hover text-text',
  solid: 'border border-transparent bg-accent-solid text-on-accent hover:brightness-110',
  quiet: 'border border-transparent text-muted hover:bg-hover hover:text-text',
} as const;

export function Button({ look = 'plain', icon, className = '', children, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      className={`inline-flex h-7 items-center justify-center gap-1.5 rounded-md px-2.5 font-medium whitespace-nowrap disabled:opacity-50 ${looks[look]} ${className}`}
    >
      {icon !== undefined && <Icon name={icon} size={14} />}
      {children}
    </button>
  );
}

export interface IconButtonProps extends Omit<ButtonProps, 'children' | 'icon' | 'aria-label'> {
  readonly icon: IconName;
  /** Read by screen readers, and shown on hover. */
  readonly label: string;
  readonly small?: boolean;
}

export function IconButton({
  icon,
  label,
  look = 'quiet',
  small = false,
  className = '',
  ...rest
}: IconButtonProps) {
  return (
    <button
      type="button"
      title={label}
      aria-label={label}
      {...rest}
      className={`inline-flex ${small ? 'size-5' : 'size-7'} shrink-0 items-center justify-center rounded-md disabled:opacity-40 ${looks[look]} ${className}`}
    >
      <Icon name={icon} size={small ? 13 : 15} />
    </button>
  );
}
