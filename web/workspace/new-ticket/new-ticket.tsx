import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Priority } from '#contract/desk.ts'
import { createTicket } from '#contract/tickets.ts'
import { call } from '../../api/call.ts'
import { isFailure } from '../../api/failure.ts'
import { announce } from '../../ui/announce.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field, Input, Textarea } from '../../ui/field.tsx'
import { Select } from '../../ui/select.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { showToast } from '../../ui/toast.tsx'
import { useDesk } from '../desk.ts'
import { queryClient } from '../query-client.ts'
import { looksLikeEmail } from '../forms/field-problem.ts'
import { useCan, useSession } from '../session.ts'
import { priorities, PriorityDot } from '../ticket/priority.tsx'
import { useFailureText } from '../ticket/use-say-failure.ts'
import { type ChosenCustomer, CustomerField } from './customer-field.tsx'

/** `letter`: we write to the customer; the others write down what the customer said. */
type Channel = 'letter' | 'phone' | 'visit' | 'email'
const none = 0

/** Writes a ticket down for somebody who called, came, or wrote elsewhere. */
export function NewTicket({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const { desk, categoryItems } = useDesk()
  const { agent } = useSession()
  const can = useCan()
  const failureText = useFailureText()
  const [customer, setCustomer] = useState<ChosenCustomer | null>(null)
  const [source, setSource] = useState<Channel>('phone')
  const [inboxId, setInboxId] = useState(none)
  const [subject, setSubject] = useState('')
  const [text, setText] = useState('')
  const [teamId, setTeamId] = useState(agent.teamIds[0] ?? none)
  // Who takes the call usually keeps the case.
  const [assigneeId, setAssigneeId] = useState(agent.id)
  const [priority, setPriority] = useState<Priority>('medium')
  const [categoryId, setCategoryId] = useState(none)
  const [isTried, setTried] = useState(false)
  const attempt = useRef(crypto.randomUUID())
  const subjectInput = useRef<HTMLInputElement>(null)

  const isLetter = source === 'letter'
  const isEmailMissing = isLetter && customer?.kind === 'new' && !looksLikeEmail(customer.email)
  const isCustomerMissing =
    !customer ||
    (customer.kind === 'new' && ![customer.name, customer.email, customer.phone].some((each) => each.trim()))
  const isMissing = isCustomerMissing || isEmailMissing || !subject.trim() || !text.trim()
  const create = useMutation({
    mutationFn: ({ who, sendsToBlocked }: { who: ChosenCustomer; sendsToBlocked: boolean }) =>
      call(
        createTicket,
        {
          body: {
            subject: subject.trim(),
            ...(source === 'letter'
              ? {
                  letter: {
                    inboxId: inboxId === none ? null : inboxId,
                    undoSeconds: agent.undoSeconds,
                    sendsToBlocked,
                  },
                }
              : { source }),
            text: text.trim(),
            priority,
            teamId: teamId === none ? null : teamId,
            assigneeId: assigneeId === none ? null : assigneeId,
            categoryId: categoryId === none ? null : categoryId,
            customer:
              who.kind === 'known'
                ? { id: who.customer.id }
                : {
                    name: who.name.trim(),
                    email: who.email.trim() || undefined,
                    phone: who.phone.trim() || undefined,
                  },
          },
        },
        { idempotencyKey: attempt.current },
      ),
    onError: (error) => {
      // An answer, not a lost connection: once corrected, it is another request.
      if (!isFailure(error, 'network')) attempt.current = crypto.randomUUID()
    },
    onSuccess: (ticket) => {
      onClose()
      // The ticket's own page counts the seconds down, and the key undoes.
      const isUndoable = isLetter && agent.undoSeconds > 0
      if (isUndoable) announce(t('undo.announce', { count: agent.undoSeconds }))
      showToast({
        tone: 'ok',
        text: t(isLetter && !isUndoable ? 'newTicket.sent' : 'newTicket.created', { number: ticket.number }),
      })
      void queryClient.invalidateQueries({ queryKey: ['tickets'] })
      void queryClient.invalidateQueries({ queryKey: ['counts'] })
      void navigate({ to: '/tickets/$ticketId', params: { ticketId: ticket.id }, search: {} })
    },
  })
  // Asked once: pressed again for the same person, it goes.
  const isBlocked =
    isLetter && isFailure(create.error, 'recipient_blocked') && create.variables?.who === customer
  const submit = () => {
    setTried(true)
    if (!isMissing && customer && !create.isPending)
      create.mutate({ who: customer, sendsToBlocked: isBlocked })
  }

  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t('newTicket.title')}
      width={640}
      footer={
        <>
          {create.error && (
            <p role="alert" className="mr-auto self-center text-bad">
              {failureText(create.error)}
            </p>
          )}
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button look="primary" isBusy={create.isPending} onClick={submit}>
            {t(isBlocked ? 'newTicket.sendAnyway' : isLetter ? 'newTicket.send' : 'newTicket.create')}
          </Button>
        </>
      }
    >
      <form
        className="flex flex-col gap-4 p-4"
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit()
        }}
      >
        <div className="flex items-center gap-x-3 gap-y-1 max-sm:flex-col max-sm:items-start">
          <span className="text-ink-2">{t('newTicket.channel')}</span>
          <Tabs<Channel>
            className="flex-wrap *:whitespace-nowrap max-sm:-ml-2.5"
            value={source}
            label={t('newTicket.channel')}
            onChange={setSource}
            items={[
              ...(can('ticket.reply')
                ? [{ value: 'letter' as const, label: t('newTicket.channelLetter') }]
                : []),
              { value: 'phone', label: t('newTicket.channelPhone') },
              { value: 'visit', label: t('newTicket.channelVisit') },
              { value: 'email', label: t('newTicket.channelEmail') },
            ]}
          />
        </div>
        <CustomerField
          value={customer}
          onChange={(next) => {
            setCustomer(next)
            // The field that was typed into is gone; one goes on with the next.
            if (next?.kind === 'known') subjectInput.current?.focus()
          }}
          error={
            !isTried
              ? null
              : isCustomerMissing
                ? t('newTicket.customerMissing')
                : isEmailMissing
                  ? t('newTicket.emailMissing')
                  : null
          }
        />
        {isLetter && desk.inboxes.length > 1 && (
          <Field label={t('newTicket.from')}>
            {(ids) => (
              <Select
                id={ids.id}
                value={inboxId}
                onChange={setInboxId}
                options={[
                  { value: none, label: t('newTicket.fromAny') },
                  ...desk.inboxes.map((each) => ({
                    value: each.id,
                    label: `${each.name} · ${each.address}`,
                  })),
                ]}
              />
            )}
          </Field>
        )}
        <Field
          label={t('newTicket.subject')}
          error={isTried && !subject.trim() ? t('newTicket.subjectMissing') : null}
        >
          {(ids) => (
            <Input
              {...ids}
              ref={subjectInput}
              value={subject}
              maxLength={500}
              placeholder={t(isLetter ? 'newTicket.letterSubjectHint' : 'newTicket.subjectHint')}
              onChange={(event) => setSubject(event.target.value)}
            />
          )}
        </Field>
        <Field
          label={t(isLetter ? 'newTicket.letterText' : 'newTicket.text')}
          hint={isLetter ? t('newTicket.letterHint') : undefined}
          error={isTried && !text.trim() ? t('newTicket.textMissing') : null}
        >
          {(ids) => (
            <Textarea
              {...ids}
              rows={5}
              value={text}
              placeholder={t(isLetter ? 'newTicket.letterPlaceholder' : 'newTicket.textHint')}
              onChange={(event) => setText(event.target.value)}
            />
          )}
        </Field>
        <div className="grid gap-3 sm:grid-cols-2">
          <Field label={t('newTicket.team')}>
            {(ids) => (
              <Select
                id={ids.id}
                value={teamId}
                onChange={setTeamId}
                options={[
                  { value: none, label: t('ticket.noTeam') },
                  ...desk.teams.map((each) => ({ value: each.id, label: each.name })),
                ]}
              />
            )}
          </Field>
          <Field label={t('newTicket.assignee')}>
            {(ids) => (
              <Select
                id={ids.id}
                value={assigneeId}
                onChange={setAssigneeId}
                options={[
                  { value: none, label: t('ticket.nobody') },
                  ...desk.agents
                    .filter((each) => each.isActive)
                    .map((each) => ({ value: each.id, label: each.name })),
                ]}
              />
            )}
          </Field>
          <Field label={t('newTicket.priority')}>
            {(ids) => (
              <Select<Priority>
                id={ids.id}
                value={priority}
                onChange={setPriority}
                options={priorities.map((each) => ({
                  value: each,
                  label: t(`priority.${each}`),
                  mark: (
                    <span aria-hidden="true">
                      <PriorityDot priority={each} />
                    </span>
                  ),
                }))}
              />
            )}
          </Field>
          <Field label={t('newTicket.category')}>
            {(ids) => (
              <Select
                id={ids.id}
                value={categoryId}
                onChange={setCategoryId}
                options={[
                  { value: none, label: t('ticket.noCategory') },
                  ...categoryItems.map((each) => ({
                    value: each.value,
                    label: `${'  '.repeat(each.depth ?? 0)}${each.label}`,
                  })),
                ]}
              />
            )}
          </Field>
        </div>
      </form>
    </Dialog>
  )
}
