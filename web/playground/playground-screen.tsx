import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PlaygroundState, WholeLetter } from '#contract/playground.ts'
import { classNames } from '../ui/class-names.ts'
import { Icon } from '../ui/icon.tsx'
import { Tabs } from '../ui/tabs.tsx'
import { Button } from '../ui/button.tsx'
import { useDates } from '../ui/use-dates.ts'
import { ComposeLetter } from './compose-letter.tsx'
import { CustomerBar } from './customer-bar.tsx'
import { DeskPanel } from './desk-panel.tsx'
import { LetterView } from './letter-view.tsx'
import { MailboxList } from './mailbox-list.tsx'
import { mailboxQuery } from './queries.ts'
import { emptyDraft, type LetterDraft, replyDraft } from './reply-draft.ts'
import { useChosenCustomer } from './use-chosen-customer.ts'
import { useUnread } from './use-unread.ts'

type Open = { kind: 'compose' } | { kind: 'letter'; id: number } | { kind: 'list' }

/** Left the customer with a mail program, right the desk. On a small screen they are two tabs. */
export function PlaygroundScreen({ playground }: { playground: PlaygroundState }) {
  const { t } = useTranslation()
  const dates = useDates()
  const [customer, choose] = useChosenCustomer(playground.customers)
  const [side, setSide] = useState<'customer' | 'desk'>('customer')
  const [open, setOpen] = useState<Open>({ kind: 'compose' })
  const blank = emptyDraft(playground.inboxes[0]?.address ?? '')
  const [draft, setDraft] = useState<LetterDraft>(blank)
  const { data: mailbox, error } = useQuery(mailboxQuery(customer.address))
  const { unreadIds, markRead } = useUnread(customer.address, mailbox?.letters)

  const openLetter = (id: number) => {
    markRead(id)
    setOpen({ kind: 'letter', id })
    setSide('customer')
  }
  const compose = (next: LetterDraft) => {
    setDraft(next)
    setOpen({ kind: 'compose' })
  }
  const reply = (letter: WholeLetter) => {
    const who = letter.from.name || letter.from.address
    compose(replyDraft(letter, t('playground.wrote', { at: dates.full(letter.at), who })))
  }
  const hasNew = unreadIds.size > 0
  return (
    <>
      <Tabs
        value={side}
        label={t('playground.sides')}
        panelId="playground-side"
        onChange={setSide}
        className="flex-none border-t border-line bg-panel px-3 py-2 xl:hidden"
        items={[
          {
            value: 'customer',
            label: (
              <>
                {t('playground.customerTitle')}
                {hasNew && <Dot />}
              </>
            ),
          },
          { value: 'desk', label: t('playground.deskTitle') },
        ]}
      />
      <main
        id="playground-side"
        className="grid min-h-0 flex-1 border-t border-line bg-panel xl:grid-cols-[minmax(0,1fr)_440px]"
      >
        <section
          aria-label={t('playground.customerTitle')}
          className={classNames('min-h-0 min-w-0 flex-col xl:flex', side === 'customer' ? 'flex' : 'hidden')}
        >
          <CustomerBar
            customer={customer}
            playground={playground}
            onChoose={(address) => {
              choose(address)
              compose(blank)
            }}
            onCompose={() => compose(blank)}
          />
          <div className="grid min-h-0 flex-1 md:grid-cols-[300px_minmax(0,1fr)]">
            <nav
              aria-label={t('playground.mailbox')}
              className={classNames('min-h-0 flex-col md:flex', open.kind === 'list' ? 'flex' : 'hidden')}
            >
              {error && !mailbox ? (
                <p className="px-4 py-6 text-ink-2">{t('errors.network')}</p>
              ) : (
                <MailboxList
                  letters={mailbox?.letters}
                  selectedId={open.kind === 'letter' ? open.id : null}
                  unreadIds={unreadIds}
                  onOpen={openLetter}
                />
              )}
            </nav>
            <div
              className={classNames(
                'min-h-0 min-w-0 flex-col border-line md:flex md:border-l',
                open.kind === 'list' ? 'hidden' : 'flex',
              )}
            >
              <Button
                look="ghost"
                icon="left"
                className="mx-2 mt-2 self-start md:!hidden"
                onClick={() => setOpen({ kind: 'list' })}
              >
                {t('playground.mailbox')}
                {hasNew && <Dot />}
              </Button>
              {open.kind === 'letter' ? (
                <LetterView key={open.id} id={open.id} onReply={reply} />
              ) : (
                <ComposeLetter
                  key={`${customer.address} ${draft.inReplyTo ?? ''}`}
                  customer={customer}
                  playground={playground}
                  draft={draft}
                  onChange={setDraft}
                  onCancel={draft.inReplyTo === null ? null : () => openLetter(draft.inReplyTo ?? 0)}
                  onSent={(id) => {
                    setDraft(blank)
                    setOpen({ kind: 'letter', id })
                    setSide('desk')
                  }}
                />
              )}
            </div>
          </div>
        </section>
        <div
          className={classNames(
            'min-h-0 min-w-0 flex-col border-line bg-app xl:flex xl:border-l',
            side === 'desk' ? 'flex' : 'hidden',
          )}
        >
          <DeskPanel playground={playground} trails={mailbox?.trails} onReadLetter={openLetter} />
          {error && mailbox && (
            <p role="status" className="flex items-center gap-2 bg-warn-soft px-4 py-2 text-warn">
              <Icon name="offline" />
              {t('playground.lost')}
            </p>
          )}
        </div>
      </main>
    </>
  )
}

/** Something new lies there. */
function Dot() {
  return <span aria-hidden="true" className="ml-1.5 inline-block size-2 rounded-full bg-accent" />
}
