type Security = 'tls' | 'starttls' | 'none'

export interface ServerSide {
  readonly host: string
  readonly port: number
  readonly security: Security
}
export interface MailService {
  /** Its key under `settings.inboxes.service` in locales/: what to prepare on its side. */
  readonly name: 'google' | 'yandex' | 'mailru' | 'microsoft' | 'other'
  readonly imap: ServerSide
  readonly smtp: ServerSide
}

const services: readonly (MailService & { domains: readonly string[] })[] = [
  {
    name: 'google',
    domains: ['gmail.com', 'googlemail.com'],
    imap: { host: 'imap.gmail.com', port: 993, security: 'tls' },
    smtp: { host: 'smtp.gmail.com', port: 465, security: 'tls' },
  },
  {
    name: 'yandex',
    domains: ['yandex.ru', 'yandex.com', 'yandex.by', 'yandex.kz', 'ya.ru'],
    imap: { host: 'imap.yandex.ru', port: 993, security: 'tls' },
    smtp: { host: 'smtp.yandex.ru', port: 465, security: 'tls' },
  },
  {
    name: 'mailru',
    domains: ['mail.ru', 'bk.ru', 'inbox.ru', 'list.ru', 'internet.ru', 'vk.com'],
    imap: { host: 'imap.mail.ru', port: 993, security: 'tls' },
    smtp: { host: 'smtp.mail.ru', port: 465, security: 'tls' },
  },
  {
    name: 'microsoft',
    domains: ['outlook.com', 'hotmail.com', 'live.com', 'msn.com'],
    imap: { host: 'outlook.office365.com', port: 993, security: 'tls' },
    smtp: { host: 'smtp-mail.outlook.com', port: 587, security: 'starttls' },
  },
]

/** The servers of an address: known for the large services, guessed by custom for the rest; null without a domain. */
export function mailService(address: string): MailService | null {
  const domain = address.trim().toLowerCase().split('@')[1]
  if (!domain || !/^[^\s.]+(\.[^\s.]+)+$/.test(domain)) return null
  const known = services.find(({ domains }) => domains.includes(domain))
  if (known) return known
  return {
    name: 'other',
    imap: { host: `imap.${domain}`, port: 993, security: 'tls' },
    smtp: { host: `smtp.${domain}`, port: 465, security: 'tls' },
  }
}

/** The usual port of each side and security; whoever changes the one mostly means the other. */
export function usualPort(side: 'imap' | 'smtp', security: Security): number {
  if (side === 'imap') return security === 'tls' ? 993 : 143
  return security === 'tls' ? 465 : security === 'starttls' ? 587 : 25
}
