import { type ComponentProps, type ReactNode, useId } from 'react'
import { classNames } from './class-names.ts'

export const inputClass =
  'h-(--control) w-full min-w-0 rounded-md border border-line bg-raised px-2.5 text-ink hover:border-line-strong ' +
  'focus:border-accent focus:outline-2 focus:-outline-offset-1 focus:outline-accent disabled:opacity-60 aria-invalid:border-bad max-md:text-[16px]'

/** A label, a control, and under it a hint or what is wrong. The control gets its id and descriptions by a function. */
export function Field({
  label,
  hint,
  error,
  isOptional,
  className,
  children,
}: {
  label: ReactNode
  hint?: ReactNode
  error?: string | null
  isOptional?: ReactNode
  className?: string
  children: (ids: {
    id: string
    'aria-describedby': string | undefined
    'aria-invalid': true | undefined
  }) => ReactNode
}) {
  const id = useId()
  const said = error ?? hint
  return (
    <div className={classNames('flex min-w-0 flex-col gap-1', className)}>
      <label htmlFor={id} className="text-ink-2">
        {label}
        {isOptional && <span className="ml-1.5 text-ink-3">{isOptional}</span>}
      </label>
      {children({
        id,
        'aria-describedby': said ? `${id}-said` : undefined,
        'aria-invalid': error ? true : undefined,
      })}
      {said && (
        <div
          id={`${id}-said`}
          role={error ? 'alert' : undefined}
          className={classNames('text-sm', error ? 'text-bad' : 'text-ink-3')}
        >
          {said}
        </div>
      )}
    </div>
  )
}

export function Input({ className, ...rest }: ComponentProps<'input'>) {
  return <input {...rest} className={classNames(inputClass, className)} />
}

export function Textarea({ className, ...rest }: ComponentProps<'textarea'>) {
  return <textarea rows={4} {...rest} className={classNames(inputClass, '!h-auto py-1.5', className)} />
}

/** A box to tick, with its words. */
export function Checkbox({
  label,
  hint,
  className,
  ...rest
}: ComponentProps<'input'> & { label: ReactNode; hint?: ReactNode }) {
  return (
    <label className={classNames('flex items-start gap-2 py-0.5', className)}>
      <input type="checkbox" {...rest} className="mt-0.5 size-4 flex-none accent-(--accent)" />
      <span>
        {label}
        {hint && <span className="block text-sm text-ink-3">{hint}</span>}
      </span>
    </label>
  )
}
