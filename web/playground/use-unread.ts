import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { MailboxLetter } from '#contract/playground.ts'
import { announce } from '../ui/announce.tsx'

interface Unread {
  readonly unreadIds: ReadonlySet<number>
  readonly markRead: (id: number) => void
}

/** Received letters that nobody has opened yet; a new one is announced. */
export function useUnread(address: string, letters: readonly MailboxLetter[] | undefined): Unread {
  const { t } = useTranslation()
  const [readIds, setReadIds] = useState<ReadonlySet<number>>(new Set())
  const newest = letters?.find((letter) => letter.direction === 'received')?.id ?? 0
  useEffect(() => {
    if (newest > 0) announce(t('playground.newLetter'))
  }, [newest, address, t])
  const unread = (letters ?? []).filter((one) => one.direction === 'received' && !readIds.has(one.id))
  return {
    unreadIds: new Set(unread.map((one) => one.id)),
    markRead: (id) => setReadIds(new Set([...readIds, id])),
  }
}
