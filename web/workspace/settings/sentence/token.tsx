import type { ComponentProps, ReactNode } from 'react'
import { classNames } from '../../../ui/class-names.ts'
import { Icon } from '../../../ui/icon.tsx'
import { Menu, MenuChoices } from '../../../ui/menu.tsx'

/** `name`: what is spoken of; `value`: what it is to be; `quiet`: the words between. */
type TokenLook = 'name' | 'value' | 'quiet'

const looks: Record<TokenLook, string> = {
  name: 'border-line-strong bg-raised px-2.5 hover:bg-hover data-popup-open:bg-hover',
  value:
    'border-transparent bg-accent-soft px-2.5 font-medium text-accent hover:border-accent data-popup-open:border-accent',
  quiet: 'border-transparent px-1 text-ink-3 hover:bg-hover hover:text-ink data-popup-open:bg-hover',
}

/** A word of the sentence a rule is; a press opens what it could be instead. */
export function Token({
  look = 'name',
  isBad,
  isEmpty,
  className,
  children,
  ...rest
}: ComponentProps<'button'> & { look?: TokenLook; isBad?: boolean; isEmpty?: boolean }) {
  return (
    <button
      type="button"
      {...rest}
      data-invalid={isBad || undefined}
      className={classNames(
        'inline-flex min-h-(--control) max-w-full min-w-0 items-center gap-1.5 rounded-md border text-left select-none',
        looks[look],
        isEmpty && 'border-dashed !border-line-strong !bg-transparent !font-normal !text-ink-3',
        isBad && '!border-bad !text-bad',
        className,
      )}
    >
      {children}
    </button>
  )
}

/** The quiet words between: one of a few, by a menu. */
export function QuietChoice<T extends string>({
  label,
  value,
  choices,
  onChoose,
  look = 'quiet',
}: {
  /** What is chosen, spoken before the choice. */
  label: string
  value: T
  choices: readonly { value: T; label: string }[]
  onChoose: (value: T) => void
  look?: TokenLook
}) {
  const chosen = choices.find((choice) => choice.value === value)?.label ?? value
  if (choices.length < 2) return <span className="px-1 text-ink-3">{chosen}</span>
  return (
    <Menu
      trigger={
        <Token look={look} aria-label={`${label}: ${chosen}`}>
          {chosen}
          <Icon name="down" size={12} className="opacity-60" />
        </Token>
      }
    >
      <MenuChoices label={label} value={value} choices={choices} onChoose={onChoose} />
    </Menu>
  )
}

/** Takes a part of the sentence away. */
export function RemoveToken({
  label,
  onClick,
  className,
}: {
  label: string
  onClick: () => void
  className?: string
}) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      onClick={onClick}
      className={classNames(
        'grid size-6 flex-none place-items-center rounded-sm text-ink-3 hover:bg-hover hover:text-ink',
        className,
      )}
    >
      <Icon name="close" size={12} />
    </button>
  )
}

/** A step of the rule: its word on the left, its lines on the right. */
export function Step({
  name,
  said,
  children,
}: {
  name: string
  /** What is wrong with the step as a whole. */
  said?: string | null
  children: ReactNode
}) {
  return (
    <section
      aria-label={name}
      className="grid grid-cols-[88px_minmax(0,1fr)] gap-4 border-t border-line py-3.5 max-md:grid-cols-1 max-md:gap-1.5"
    >
      <h2 className="pt-[5px] font-normal text-ink-3 max-md:pt-0">{name}</h2>
      <div className="flex min-w-0 flex-col gap-1.5">
        {children}
        {said && <Problem>{said}</Problem>}
      </div>
    </section>
  )
}

export function Problem({ children }: { children: ReactNode }) {
  return (
    <p role="alert" className="text-sm text-bad">
      {children}
    </p>
  )
}
