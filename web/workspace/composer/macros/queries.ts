import { queryOptions } from '@tanstack/react-query'
import { listChecklists } from '#contract/checklists.ts'
import { listFields } from '#contract/fields.ts'
import type { Language } from '#contract/common.ts'
import { listMacros, listWaitingMacros, previewMacro } from '#contract/macros.ts'
import { call } from '../../../api/call.ts'

/** Every read of macros. Those of Settings begin with `settings`, so that a change there makes them stale. */
export const macrosQuery = queryOptions({
  queryKey: ['settings', 'macros'],
  queryFn: ({ signal }) => call(listMacros, {}, { signal }),
  staleTime: 30_000,
})

/** A macro as it would stand in the answer to this ticket. */
export const macroPreviewQuery = (ticketId: number, macroId: number, language: Language | null) =>
  queryOptions({
    queryKey: ['macro-preview', ticketId, macroId, language],
    queryFn: ({ signal }) =>
      call(
        previewMacro,
        { params: { ticketId, macroId }, query: { ...(language && { language }) } },
        { signal },
      ),
    // The hour and the ticket go on while one looks.
    staleTime: 20_000,
    retry: false,
  })

/** What the unfinished answer is to do to the ticket when it leaves. */
export const waitingMacrosQuery = (ticketId: number) =>
  queryOptions({
    queryKey: ['macro-uses', ticketId],
    queryFn: ({ signal }) => call(listWaitingMacros, { params: { id: ticketId } }, { signal }),
    staleTime: 0,
  })

export const ownFieldsQuery = queryOptions({
  queryKey: ['fields'],
  queryFn: ({ signal }) => call(listFields, {}, { signal }),
  staleTime: 60_000,
})

export const checklistNamesQuery = queryOptions({
  queryKey: ['settings', 'checklists'],
  queryFn: ({ signal }) => call(listChecklists, {}, { signal }),
  staleTime: 60_000,
})
