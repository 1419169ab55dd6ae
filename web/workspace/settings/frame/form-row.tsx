import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../../ui/button.tsx'
import { classNames } from '../../../ui/class-names.ts'
import { Icon } from '../../../ui/icon.tsx'
import { FormFailure } from '../../forms/callout.tsx'

/** A part of a form: its name on the left, its fields on the right; on a phone one above the other. */
export function FormRow({
  label,
  hint,
  isWide,
  children,
}: {
  label: ReactNode
  hint?: ReactNode
  /** For what is read in long lines, such as a program. */
  isWide?: boolean
  children: ReactNode
}) {
  return (
    <div className="grid grid-cols-[176px_minmax(0,1fr)] gap-x-6 gap-y-3 border-t border-line py-5 max-md:grid-cols-1">
      <div className="min-w-0">
        <h2 className="font-medium break-words">{label}</h2>
        {hint && <p className="mt-0.5 text-sm text-ink-3">{hint}</p>}
      </div>
      <div className={classNames('flex min-w-0 flex-col gap-4', isWide ? 'max-w-[760px]' : 'max-w-[520px]')}>
        {children}
      </div>
    </div>
  )
}

/** The end of a form: what failed, Save, and that it is saved. */
export function FormEnd({
  failure,
  isBusy,
  isDirty,
  isSaved,
  label,
  children,
}: {
  failure: string | null
  isBusy: boolean
  isDirty: boolean
  isSaved: boolean
  label?: string
  children?: ReactNode
}) {
  const { t } = useTranslation()
  return (
    <div className="flex flex-col gap-3 border-t border-line pt-5">
      <FormFailure text={failure} className="max-w-[720px]" />
      <div className="flex flex-wrap items-center gap-3">
        <Button type="submit" look="primary" isBusy={isBusy} disabled={!isDirty && !isBusy}>
          {label ?? t('action.save')}
        </Button>
        {children}
        <span role="status" className="flex items-center gap-1.5 text-ok">
          {isSaved && !isDirty && (
            <>
              <Icon name="check" />
              {t('action.saved')}
            </>
          )}
        </span>
      </div>
    </div>
  )
}
