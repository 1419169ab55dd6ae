import { type ReactNode, useId } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { FormFailure } from '../../forms/callout.tsx'
import type { Form } from '../../forms/use-form.ts'

/** A short form in a window. Mount it while it is open: it starts from what it is given each time. */
export function FormDialog<T>({
  form,
  title,
  action,
  onClose,
  width = 480,
  children,
}: {
  form: Form<T>
  title: string
  action: string
  onClose: () => void
  width?: number
  children: ReactNode
}) {
  const { t } = useTranslation()
  const id = useId()
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={title}
      width={width}
      footer={
        <>
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button type="submit" form={id} look="primary" isBusy={form.isBusy}>
            {action}
          </Button>
        </>
      }
    >
      <form id={id} noValidate onSubmit={form.onSubmit} className="flex flex-col gap-4 px-4 py-4">
        <FormFailure text={form.failure} />
        {children}
      </form>
    </Dialog>
  )
}
