import { useBlocker } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Confirm } from '../frame/confirm.tsx'

/** Asks before unsaved work is left behind, on a link as on closing the window. */
export function LeaveGuard({
  isDirty,
  text,
}: {
  isDirty: () => boolean
  /** What is lost; a rule unless told. */
  text?: string
}) {
  const { t } = useTranslation()
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) => current.pathname !== next.pathname && isDirty(),
    enableBeforeUnload: isDirty,
    withResolver: true,
  })
  if (blocker.status !== 'blocked') return null
  return (
    <Confirm
      isOpen
      onClose={blocker.reset}
      onConfirm={blocker.proceed}
      title={t('rules.leaveTitle')}
      action={t('rules.leave')}
    >
      {text ?? t('rules.leaveText')}
    </Confirm>
  )
}
