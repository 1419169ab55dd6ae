import type { ReactNode, Ref } from 'react'

/** A value one clicks to change: plain text until the pointer comes. */
export function ValueButton({
  label,
  isEmpty,
  isDisabled,
  children,
  ref,
  ...rest
}: {
  label: string
  isEmpty?: boolean
  isDisabled?: boolean
  children: ReactNode
  onClick?: () => void
  ref?: Ref<HTMLButtonElement>
}) {
  return (
    <button
      type="button"
      ref={ref}
      disabled={isDisabled}
      aria-label={label}
      {...rest}
      className={`-ml-1.5 flex min-h-6 max-w-full items-center gap-1.5 rounded-sm px-1.5 py-0.5 text-left hover:bg-hover disabled:bg-transparent data-popup-open:bg-hover ${isEmpty ? 'text-ink-3' : ''}`}
    >
      {children}
    </button>
  )
}
