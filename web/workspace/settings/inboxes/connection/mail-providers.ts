import type { MailProvider } from '#contract/mail-connections.ts'
import type { ServerSide } from '../mail-servers.ts'
import type { InboxKind } from './inbox-kinds.ts'

/** Those that sign in by OAuth2 from the start; the others can change to it later. */
export function signsInByProvider(kind: InboxKind): kind is 'google' | 'microsoft' {
  return kind === 'google' || kind === 'microsoft'
}

/** The servers of a provider, whatever domain an address has there. */
export const servers: Record<
  'google' | 'microsoft' | 'yandex' | 'mailru',
  { imap: ServerSide; smtp: ServerSide }
> = {
  google: {
    imap: { host: 'imap.gmail.com', port: 993, security: 'tls' },
    smtp: { host: 'smtp.gmail.com', port: 465, security: 'tls' },
  },
  microsoft: {
    imap: { host: 'outlook.office365.com', port: 993, security: 'tls' },
    smtp: { host: 'smtp.office365.com', port: 587, security: 'starttls' },
  },
  yandex: {
    imap: { host: 'imap.yandex.ru', port: 993, security: 'tls' },
    smtp: { host: 'smtp.yandex.ru', port: 465, security: 'tls' },
  },
  mailru: {
    imap: { host: 'imap.mail.ru', port: 993, security: 'tls' },
    smtp: { host: 'smtp.mail.ru', port: 465, security: 'tls' },
  },
}

interface Endpoints {
  authorizeUrl: string
  tokenUrl: string
  userinfoUrl: string
  scopes: string
}

/** Providers of the other kind whose endpoints are published. */
export const knownEndpoints: Record<'yandex' | 'mailru', Endpoints> = {
  yandex: {
    authorizeUrl: 'https://oauth.yandex.ru/authorize',
    tokenUrl: 'https://oauth.yandex.ru/token',
    userinfoUrl: 'https://login.yandex.ru/info?format=json',
    scopes: 'mail:imap_full mail:smtp login:email',
  },
  mailru: {
    authorizeUrl: 'https://oauth.mail.ru/login',
    tokenUrl: 'https://oauth.mail.ru/token',
    userinfoUrl: 'https://oauth.mail.ru/userinfo',
    scopes: 'userinfo mail.imap',
  },
}

/** Where an application is registered, and where each of the steps in words leads. */
export const consoles: Record<MailProvider, string | null> = {
  google: 'https://console.cloud.google.com/auth/clients',
  microsoft: 'https://entra.microsoft.com/#view/Microsoft_AAD_RegisteredApps/ApplicationsListBlade',
  other: null,
}
