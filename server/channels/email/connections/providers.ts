import type { MailProvidersConfig } from '#server/platform/config.ts'
import type { MailConnectionRow } from './tables.ts'

/** Where a connection's provider is asked, and for what. */
export interface ProviderEndpoints {
  authorizeUrl: string
  tokenUrl: string
  userinfoUrl: string | null
  /** As little as fetching and sending need, who signed in, and lasting access. */
  scopes: string[]
  /** What this provider wants with the question for consent besides. */
  extras: Record<string, string>
  /** A grant that nobody uses ends after so many days; null where that is not known. */
  idleDays: number | null
}

type Asked = Pick<
  MailConnectionRow,
  | 'provider'
  | 'grant_kind'
  | 'tenant'
  | 'authorize_url'
  | 'token_url'
  | 'userinfo_url'
  | 'scopes'
  | 'is_shared'
>

/**
 * The endpoints of a connection. Scopes as published: Google "IMAP, POP, and SMTP" (mail.google.com), Microsoft
 * "Authenticate an IMAP, POP or SMTP connection using OAuth" and "Graph permissions reference". Microsoft is always
 * asked at the directory's own endpoints, by every process: a token of `common` is no token of the directory.
 */
export function endpointsOf(
  { mailProviders: urls }: { mailProviders: MailProvidersConfig },
  row: Asked,
  usesGraph: boolean,
): ProviderEndpoints {
  if (row.provider === 'google') {
    return {
      authorizeUrl: `${urls.googleLoginUrl}/o/oauth2/v2/auth`,
      tokenUrl: `${urls.googleTokenUrl}/token`,
      userinfoUrl: null,
      scopes: ['https://mail.google.com/', 'openid', 'email'],
      // Only with both does Google give a refresh token each time.
      extras: { access_type: 'offline', prompt: 'consent' },
      idleDays: 180,
    }
  }
  if (row.provider === 'microsoft') {
    const base = `${urls.microsoftLoginUrl}/${encodeURIComponent(row.tenant ?? '')}/oauth2/v2.0`
    return {
      authorizeUrl: `${base}/authorize`,
      tokenUrl: `${base}/token`,
      userinfoUrl: null,
      scopes: microsoftScopes(urls.microsoftGraphUrl, row, usesGraph),
      extras: { prompt: 'select_account', response_mode: 'query' },
      idleDays: row.grant_kind === 'person' ? 90 : null,
    }
  }
  return {
    authorizeUrl: row.authorize_url ?? '',
    tokenUrl: row.token_url ?? '',
    userinfoUrl: row.userinfo_url,
    scopes: (row.scopes ?? '').split(/\s+/).filter(Boolean),
    extras: {},
    idleDays: null,
  }
}

function microsoftScopes(graphUrl: string, row: Asked, usesGraph: boolean): string[] {
  if (row.grant_kind === 'application') return [`${graphUrl}/.default`]
  const suffix = row.is_shared ? '.Shared' : ''
  const mail = usesGraph
    ? [`${graphUrl}/Mail.ReadWrite${suffix}`, `${graphUrl}/Mail.Send${suffix}`]
    : ['https://outlook.office.com/IMAP.AccessAsUser.All', 'https://outlook.office.com/SMTP.Send']
  return [...mail, 'offline_access', 'openid', 'email', 'profile']
}

const aboutPeople = new Set(['openid', 'email', 'profile', 'offline_access'])

/** Scopes that were asked for and not given; people may untick some. Nothing said is nothing missing. Pure. */
export function missingScopes(asked: readonly string[], granted: readonly string[] | null): string[] {
  if (granted === null) return []
  // Microsoft answers Graph's own scopes without their host.
  const name = (scope: string) => scope.toLowerCase().replace(/^https:\/\/graph\.[^/]+\//, '')
  const given = new Set(granted.map(name))
  return asked.filter((scope) => !aboutPeople.has(scope) && !given.has(name(scope)))
}
