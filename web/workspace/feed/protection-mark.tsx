import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type LetterProtection, openLetterAgain, updateCorrespondentKey } from '#contract/letter-keys.ts'
import { call } from '../../api/call.ts'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Popover } from '../../ui/popover.tsx'
import { Tag, type TagTone } from '../../ui/tag.tsx'
import { showToast } from '../../ui/toast.tsx'
import { Callout } from '../forms/callout.tsx'
import { queryClient } from '../query-client.ts'
import { useCan } from '../session.ts'
import { useChange } from '../settings/use-change.ts'
import type { CustomerMessage } from './feed-items.ts'
import { correspondentKeysQuery } from './protection-queries.ts'

/** What a signed or encrypted letter is worth, in one mark beside its sender; the reasons behind it on a click. */
export function ProtectionMark({
  post,
  protection: found,
}: {
  post: CustomerMessage
  protection: LetterProtection
}) {
  const { t } = useTranslation()
  const protection = useProtectionNow(post, found)
  const [isOpen, setOpen] = useState(false)
  const said = t(`protection.${markOf(protection)}`)
  return (
    <Popover
      label={t('protection.details')}
      isOpen={isOpen}
      onOpenChange={setOpen}
      align="end"
      className="w-[min(360px,calc(100vw-32px))]"
      trigger={
        <button
          type="button"
          aria-label={`${said}. ${t('protection.details')}`}
          className="flex-none rounded-xs"
        >
          <Tag tone={toneOf(protection)}>
            <Icon
              name={protection.isEncrypted ? 'lock' : isRelied(protection) ? 'shield' : 'alert'}
              size={12}
            />
            {/* A phone has no room for the word; the icon's colour says what matters. */}
            <span className="max-md:sr-only">{said}</span>
          </Tag>
        </button>
      }
    >
      {isOpen && <Details post={post} protection={protection} />}
    </Popover>
  )
}

/** What was found when the letter came, and what people have said of its key since. */
function useProtectionNow(post: CustomerMessage, found: LetterProtection): LetterProtection {
  const can = useCan()
  const { signature, scheme } = found
  const fingerprint = signature?.isSender ? signature.by?.fingerprint : undefined
  const { data } = useQuery({
    ...correspondentKeysQuery(post.customer.id),
    enabled: fingerprint !== undefined && can('customer.read'),
  })
  const key = data?.items.find((each) => each.scheme === scheme && each.fingerprint === fingerprint)
  if (!signature || !key) return found
  if (key.revokedAt !== null) {
    const problem = signature.problem ?? 'revoked'
    return { ...found, signature: { ...signature, isValid: false, problem } }
  }
  return key.trust === 'confirmed' ? { ...found, signature: { ...signature, trust: 'confirmed' } } : found
}

function markOf({ isEncrypted, problem, signature }: LetterProtection) {
  if (problem !== null) return 'closed'
  if (signature && !signature.isValid) return 'notValid'
  return isEncrypted ? 'encrypted' : 'signed'
}

function isRelied({ signature }: LetterProtection): boolean {
  if (!signature?.isValid || !signature.isSender) return false
  return signature.trust !== 'conflicting' && signature.trust !== 'unknown'
}

function toneOf(protection: LetterProtection): TagTone {
  const { problem, signature } = protection
  if (problem !== null || (signature && !signature.isValid)) return 'bad'
  if (protection.isWeak || (signature && !isRelied(protection))) return 'warn'
  return signature ? 'ok' : 'plain'
}

function Details({ post, protection }: { post: CustomerMessage; protection: LetterProtection }) {
  const { t } = useTranslation()
  const { signature, uncoveredParts } = protection
  return (
    <div className="flex flex-col gap-2">
      <p className="text-sm text-ink-3">
        {[
          protection.isEncrypted ? t('protection.encrypted') : t('protection.signed'),
          t(`protection.${protection.scheme}`),
        ].join(' · ')}
      </p>
      {protection.isWeak && (
        <Callout tone="warn" icon="alert">
          {t('protection.weaklyEncrypted')}
        </Callout>
      )}
      {signature && (
        <>
          <p className={signature.isValid ? '' : 'text-bad'}>
            {signature.isValid
              ? signature.by?.name
                ? t('protection.by', { name: signature.by.name })
                : t('protection.byUnknown')
              : t('protection.invalid', {
                  why: signature.problem ? t(`protection.signature.${signature.problem}`) : '',
                })}
          </p>
          {signature.by && (
            <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-1 text-sm text-ink-2">
              <dt className="sr-only">{t('customer.email')}</dt>
              <dd className="col-span-2 break-words">{signature.by.addresses.join(', ')}</dd>
              <dt className="text-ink-3">{t('protection.fingerprint')}</dt>
              <dd className="font-mono break-all">
                {signature.by.fingerprint.replace(/(.{4})(?=.)/g, '$1 ')}
              </dd>
            </dl>
          )}
          {signature.isValid && (
            <p className="text-sm text-ink-2">{t(`protection.checked.${signature.trust}`)}</p>
          )}
          {signature.isValid && !signature.isSender && (
            <Callout tone="warn" icon="alert">
              {t('protection.notSender')}
            </Callout>
          )}
          {signature.isValid && <p className="text-sm text-ink-3">{t('protection.headers')}</p>}
          {signature.by && signature.isSender && (
            <KeyActions customerId={post.customer.id} fingerprint={signature.by.fingerprint} />
          )}
        </>
      )}
      {uncoveredParts > 0 && (
        <p className="text-sm text-ink-2">{t('protection.uncovered', { count: uncoveredParts })}</p>
      )}
    </div>
  )
}

/** A person's word on the key: it is theirs, or it is not to be believed any more. */
function KeyActions({ customerId, fingerprint }: { customerId: number; fingerprint: string }) {
  const { t } = useTranslation()
  const can = useCan()
  const keys = correspondentKeysQuery(customerId)
  const { data } = useQuery(keys)
  const key = data?.items.find((each) => each.fingerprint === fingerprint)
  const change = useChange({
    send: (body: { isConfirmed?: true; isRevoked?: boolean }) =>
      call(updateCorrespondentKey, { params: { id: key?.id ?? 0 }, body }),
    onDone: (_, { isConfirmed, isRevoked }) => {
      void queryClient.invalidateQueries({ queryKey: keys.queryKey })
      if (isConfirmed) showToast({ tone: 'ok', text: t('protection.confirmed') })
      if (isRevoked) {
        const action = { label: t('action.undo'), run: () => change.mutate({ isRevoked: false }) }
        showToast({ text: t('protection.revoked'), action })
      }
    },
  })
  if (!key || !can('customer.update') || key.revokedAt) return null
  return (
    <div className="flex flex-wrap gap-2 pt-1">
      {key.trust !== 'confirmed' && (
        <Button icon="check" isBusy={change.isPending} onClick={() => change.mutate({ isConfirmed: true })}>
          {t('protection.confirm')}
        </Button>
      )}
      <Button look="ghost" className="!text-bad" onClick={() => change.mutate({ isRevoked: true })}>
        {t('protection.revoke')}
      </Button>
    </div>
  )
}

/** Stands where the words of a closed letter would be. */
export function ClosedLetter({ post, protection }: { post: CustomerMessage; protection: LetterProtection }) {
  const { t } = useTranslation()
  const can = useCan()
  const again = useChange({
    send: () => call(openLetterAgain, { params: { id: post.id } }),
    said: ({ protection: { problem } }) =>
      t(problem === null ? 'protection.opened' : 'protection.stillClosed'),
  })
  if (protection.problem === null) return null
  return (
    <Callout tone="warn" icon="lock" className="mt-1.5">
      <span className="mr-2">
        {t('protection.couldNot', { why: t(`protection.problem.${protection.problem}`) })}
      </span>
      {can('ticket.reply') && (
        <Button
          look="ghost"
          className="!h-6 !text-accent"
          isBusy={again.isPending}
          onClick={() => again.mutate(undefined)}
        >
          {t('protection.again')}
        </Button>
      )}
    </Callout>
  )
}
