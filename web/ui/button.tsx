import type { ComponentProps, ReactNode } from 'react'
import { classNames } from './class-names.ts'
import { Icon, type IconName } from './icon.tsx'
import { Tooltip } from './tooltip.tsx'

export type ButtonLook = 'plain' | 'ghost' | 'primary' | 'danger'

const looks: Record<ButtonLook, string> = {
  plain: 'border-line bg-raised text-ink px-2.5 hover:bg-hover data-popup-open:bg-hover',
  ghost: 'border-transparent text-ink-2 px-1.5 hover:bg-hover hover:text-ink data-popup-open:bg-hover',
  primary: 'border-accent bg-accent text-accent-ink px-2.5 font-medium hover:brightness-110',
  danger: 'border-bad-soft bg-bad-soft text-bad px-2.5 hover:border-bad',
}

const base =
  'inline-flex h-(--control) flex-none items-center justify-center gap-1.5 rounded-md border whitespace-nowrap ' +
  'select-none transition-colors duration-(--fast) disabled:opacity-50 aria-disabled:opacity-50'

export interface ButtonProps extends ComponentProps<'button'> {
  look?: ButtonLook
  icon?: IconName
  /** Shows a spinner in place of the icon and takes no clicks, but keeps its focus. */
  isBusy?: boolean
}

export function buttonClass(look: ButtonLook = 'plain', className?: string): string {
  return classNames(base, looks[look], className)
}

export function Button({ look = 'plain', icon, isBusy, className, children, onClick, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      className={buttonClass(look, className)}
      aria-disabled={isBusy ? true : rest['aria-disabled']}
      aria-busy={isBusy || undefined}
      onClick={isBusy ? (event) => event.preventDefault() : onClick}
    >
      {isBusy ? <Spinner /> : icon && <Icon name={icon} />}
      {children}
    </button>
  )
}

export interface IconButtonProps extends Omit<ComponentProps<'button'>, 'children'> {
  icon: IconName
  /** What it does; spoken, and shown on hover. */
  label: string
  look?: ButtonLook
  size?: number
  keys?: ReactNode
}

/** A button that is only a picture; its name shows on hover and on focus. */
export function IconButton({
  icon,
  label,
  look = 'ghost',
  size = 16,
  keys,
  className,
  ...rest
}: IconButtonProps) {
  return (
    <Tooltip label={label} keys={keys}>
      <button
        type="button"
        aria-label={label}
        {...rest}
        className={buttonClass(look, classNames('min-w-(--control) !px-0', className))}
      >
        <Icon name={icon} size={size} />
      </button>
    </Tooltip>
  )
}

/** Turns while something is on its way; says nothing by itself. */
export function Spinner({ size = 14 }: { size?: number }) {
  return (
    <svg
      aria-hidden="true"
      viewBox="0 0 16 16"
      width={size}
      height={size}
      fill="none"
      strokeWidth="2"
      strokeLinecap="round"
      className="flex-none animate-[otklik-turn_0.8s_linear_infinite]"
    >
      <circle cx="8" cy="8" r="6" stroke="currentColor" opacity="0.25" />
      <path d="M14 8a6 6 0 0 0-6-6" stroke="currentColor" />
    </svg>
  )
}
