import * as kinds from './value-kinds.ts'

export interface Setting<T> extends kinds.ValueKind<T> {
  /** Used when the variable is absent or empty; undefined: the setting is then not set. */
  fallback?: string
  /** Its value is never shown, not even when it is nonsense. */
  isSecret?: true
}

/**
 * Every variable Otklik reads. `docs/settings.md` says the same in words for the administrator; a test keeps
 * the two equal.
 */
export const settings = {
  PORT: { ...kinds.number(0, 65535, ' (0: any free port)'), fallback: '3000' },
  HOST: { ...kinds.hostName, fallback: '0.0.0.0' },
  PUBLIC_URL: kinds.webAddress,
  TRUST_PROXY: { ...kinds.trustedProxies, fallback: 'false' },
  DATA_DIR: { ...kinds.folderPath, fallback: './data' },
  DATABASE_URL: { ...kinds.databaseAddress, isSecret: true },
  DATABASE_CONNECTIONS: { ...kinds.number(4, 200), fallback: '12' },
  SECRET_KEY: { ...kinds.longSecret, isSecret: true },
  ROLES: { ...kinds.listOf('web', 'worker'), fallback: 'web,worker' },
  JOB_CONCURRENCY: { ...kinds.number(1, 50), fallback: '4' },
  LOG_LEVEL: { ...kinds.oneOf('trace', 'debug', 'info', 'warn', 'error', 'silent'), fallback: 'info' },
  SMTP_PORT: { ...kinds.portOrOff, fallback: '2525' },
  SMTP_HOST: { ...kinds.hostName, fallback: '0.0.0.0' },
  SMTP_NAME: kinds.hostName,
  LETTER_MAX_MEGABYTES: { ...kinds.number(1, 200), fallback: '60' },
  SMTP_TLS_CERT: kinds.filePath,
  SMTP_TLS_KEY: kinds.filePath,
  UPLOAD_MAX_MEGABYTES: { ...kinds.number(1, 1000), fallback: '25' },
  S3_BUCKET: kinds.text,
  S3_ENDPOINT: kinds.endpointAddress,
  S3_REGION: { ...kinds.text, fallback: 'us-east-1' },
  S3_ACCESS_KEY_ID: { ...kinds.text, isSecret: true },
  S3_SECRET_ACCESS_KEY: { ...kinds.text, isSecret: true },
  S3_PATH_STYLE: kinds.flag,
  S3_PREFIX: { ...kinds.text, fallback: '' },
  OUTGOING_PRIVATE_NETWORKS: { ...kinds.privateNetworks, fallback: 'none' },
  METRICS_TOKEN: { ...kinds.longSecret, isSecret: true },
  GOOGLE_LOGIN_URL: { ...kinds.webAddress, fallback: 'https://accounts.google.com' },
  GOOGLE_TOKEN_URL: { ...kinds.webAddress, fallback: 'https://oauth2.googleapis.com' },
  MICROSOFT_LOGIN_URL: { ...kinds.webAddress, fallback: 'https://login.microsoftonline.com' },
  MICROSOFT_GRAPH_URL: { ...kinds.webAddress, fallback: 'https://graph.microsoft.com' },
  OTKLIK_ADMIN_EMAIL: kinds.mailAddress,
  OTKLIK_ADMIN_PASSWORD: { ...kinds.newPassword, isSecret: true },
  OTKLIK_INBOX: kinds.mailAddress,
  OTKLIK_SMTP_URL: { ...kinds.mailServerAddress, isSecret: true },
} satisfies Record<string, Setting<unknown>>

export type SettingName = keyof typeof settings

type ValueOf<S> =
  S extends kinds.ValueKind<infer T> ? (S extends { fallback: string } ? T : T | undefined) : never

export type SettingValues = { [Name in SettingName]: ValueOf<(typeof settings)[Name]> }

/** All settings parsed, and one sentence for each that makes no sense. */
export function readSettings(environment: NodeJS.ProcessEnv): { values: SettingValues; faults: string[] } {
  const faults: string[] = []
  const values: Record<string, unknown> = {}
  for (const [name, setting] of Object.entries<Setting<unknown>>(settings)) {
    // Compose files hand unset variables over as empty ones.
    const given = environment[name]?.trim() || setting.fallback
    if (given === undefined) continue
    const parsed = setting.parse.safeParse(given)
    if (parsed.success) values[name] = parsed.data
    else
      faults.push(
        `${name} is ${setting.isSecret ? 'not usable' : JSON.stringify(given)}; accepted: ${setting.accepts}.`,
      )
  }
  return { values: values as SettingValues, faults }
}
