import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { showToast } from '../../ui/toast.tsx'
import { useCan } from '../session.ts'
import { mailProblemsQuery } from '../settings/channel-health/health-queries.ts'

/** How many things are wrong with the mail; nothing for those who could not put it right. */
export function useMailProblems(): number {
  const can = useCan()
  const { data } = useQuery({ ...mailProblemsQuery, enabled: can('inbox.manage') })
  return data?.open ?? 0
}

/** Says that the mail has stopped while somebody is at work, and that it runs again; once each. */
export function useMailNotice(): void {
  const { t } = useTranslation()
  const can = useCan()
  const { data } = useQuery({ ...mailProblemsQuery, enabled: can('inbox.manage') })
  const before = useRef<number | null>(null)
  useEffect(() => {
    if (!data) return
    const was = before.current
    before.current = data.open
    if (was === null || was === data.open) return
    if (was === 0) showToast({ tone: 'bad', text: t('nav.mailStopped') })
    else if (data.open === 0) showToast({ tone: 'ok', text: t('nav.mailWorks') })
  }, [data, t])
}

/** The red mark in the navigation: there only while something is wrong, and leads to what and why. */
export function MailMark({ className, onNavigate }: { className: string; onNavigate?: () => void }) {
  const { t } = useTranslation()
  const count = useMailProblems()
  if (count === 0) return null
  return (
    <Link to="/settings/channel-health" onClick={onNavigate} className={className}>
      <span aria-hidden="true" className="mx-1 size-2 flex-none rounded-full bg-bad" />
      <span className="truncate text-bad">{t('nav.mailProblems', { count })}</span>
    </Link>
  )
}
