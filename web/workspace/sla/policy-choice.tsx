import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { setTicketPolicy, type TicketClocks } from '#contract/sla.ts'
import { call } from '../../api/call.ts'
import { RequestFailed } from '../../api/failure.ts'
import { announce } from '../../ui/announce.tsx'
import { Select } from '../../ui/select.tsx'
import { showToast } from '../../ui/toast.tsx'
import { queryClient } from '../query-client.ts'
import { clocksQuery } from './queries.ts'

const byConditions = 0

/** Whose promise holds for the ticket: as the conditions say, or chosen by hand. */
export function PolicyChoice({ ticketId, clocks }: { ticketId: number; clocks: TicketClocks }) {
  const { t } = useTranslation()
  const { policy, choices } = clocks
  const change = useMutation({
    mutationFn: (policyId: number | null) =>
      call(setTicketPolicy, { params: { id: ticketId }, body: { policyId } }),
    onSuccess: async (fresh) => {
      announce(t('action.saved'))
      queryClient.setQueryData(clocksQuery(ticketId).queryKey, fresh)
      await queryClient.invalidateQueries({ queryKey: ['ticket', ticketId] })
    },
    onError: (error) => {
      showToast({
        tone: 'bad',
        text: t(`errors.${error instanceof RequestFailed ? error.failure : 'internal'}`),
      })
      void queryClient.invalidateQueries({ queryKey: ['ticket', ticketId] })
    },
  })
  const chosen = policy?.isSet ? policy : null
  // An archived one is no choice any more; that it holds is still to be read.
  const isGone = chosen !== null && !choices.some((one) => one.id === chosen.id)
  const automatic =
    policy && !chosen ? t('clocks.byConditionsNow', { name: policy.name }) : t('clocks.byConditions')
  return (
    <Select
      label={t('clocks.choosePolicy')}
      value={chosen?.id ?? byConditions}
      options={[
        { value: byConditions, label: automatic },
        ...(isGone ? [{ value: chosen.id, label: chosen.name }] : []),
        ...choices.map(({ id, name }) => ({ value: id, label: name })),
      ]}
      onChange={(id) => change.mutate(id === byConditions ? null : id)}
      isDisabled={change.isPending}
      className="!w-auto max-w-full"
    />
  )
}
