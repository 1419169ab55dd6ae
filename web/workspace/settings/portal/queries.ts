import { queryOptions } from '@tanstack/react-query'
import { getPortalSettings } from '#contract/portal-settings.ts'
import { getPortalTemplate, listPortalTemplates } from '#contract/portal-templates.ts'
import { call } from '../../../api/call.ts'

export const portalQuery = queryOptions({
  queryKey: ['settings', 'portal'],
  queryFn: ({ signal }) => call(getPortalSettings, {}, { signal }),
})

export const templatesQuery = queryOptions({
  queryKey: ['settings', 'portal-templates'],
  queryFn: ({ signal }) => call(listPortalTemplates, {}, { signal }),
})

export const templateQuery = (name: string) =>
  queryOptions({
    queryKey: ['settings', 'portal-templates', name],
    queryFn: ({ signal }) => call(getPortalTemplate, { params: { name } }, { signal }),
  })
