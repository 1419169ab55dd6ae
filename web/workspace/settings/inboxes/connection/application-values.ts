import { saveMailConnection } from '#contract/mail-connections.ts'
import type { TFunction } from 'i18next'
import { call } from '../../../../api/call.ts'
import type { Problems } from '../../../forms/use-form.ts'
import type { MailConnection } from './connections-query.ts'

/** The form of the application that signs in, flat. */
export interface ApplicationValues {
  provider: MailConnection['provider']
  grantKind: MailConnection['grantKind']
  tenant: string
  clientId: string
  clientSecret: string
  authorizeUrl: string
  tokenUrl: string
  userinfoUrl: string
  scopes: string
  isShared: boolean
  folder: string
}

export function newApplication(provider: MailConnection['provider']): ApplicationValues {
  return {
    provider,
    grantKind: 'person',
    tenant: '',
    clientId: '',
    clientSecret: '',
    authorizeUrl: '',
    tokenUrl: '',
    userinfoUrl: '',
    scopes: '',
    isShared: false,
    folder: 'inbox',
  }
}

export function savedApplication(connection: MailConnection): ApplicationValues {
  return {
    provider: connection.provider,
    grantKind: connection.grantKind,
    tenant: connection.tenant ?? '',
    clientId: connection.clientId,
    clientSecret: '',
    authorizeUrl: connection.authorizeUrl ?? '',
    tokenUrl: connection.tokenUrl ?? '',
    userinfoUrl: connection.userinfoUrl ?? '',
    scopes: connection.scopes ?? '',
    isShared: connection.isShared,
    folder: connection.folder,
  }
}

/** What is wrong before anything is sent. */
export function applicationProblems(values: ApplicationValues, t: TFunction): Problems<ApplicationValues> {
  const wrong: Problems<ApplicationValues> = {}
  const missing = t('settings.inboxes.access.missing')
  if (!values.clientId.trim()) wrong.clientId = missing
  if (values.provider === 'microsoft' && !values.tenant.trim()) wrong.tenant = missing
  if (values.provider === 'other') {
    for (const key of ['authorizeUrl', 'tokenUrl'] as const) {
      if (!/^https?:\/\/\S+$/.test(values[key].trim())) wrong[key] = t('settings.inboxes.access.addressWrong')
    }
  }
  return wrong
}

/** A secret left empty is "as it was". */
export function saveApplication(inboxId: number, values: ApplicationValues): Promise<MailConnection> {
  const orNull = (text: string) => text.trim() || null
  return call(saveMailConnection, {
    params: { inboxId },
    body: {
      provider: values.provider,
      grantKind: values.grantKind,
      tenant: orNull(values.tenant),
      clientId: values.clientId,
      clientSecret: orNull(values.clientSecret) ?? undefined,
      authorizeUrl: orNull(values.authorizeUrl),
      tokenUrl: orNull(values.tokenUrl),
      userinfoUrl: orNull(values.userinfoUrl),
      scopes: orNull(values.scopes),
      isShared: values.isShared,
      folder: values.folder.trim() || 'inbox',
    },
  })
}
