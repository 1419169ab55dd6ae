import { mkdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { withDemoDefaults } from './config/demo-defaults.ts'
import { keptSecretKey } from './config/secret-key.ts'
import { readSettings, type SettingValues } from './config/settings.ts'
import type { PrivateNetworks } from './http/outbound-address.ts'
import { StartRefused } from './start-refused.ts'

export interface Config {
  /** Started with --demo: a desk to try, with customers one can play. */
  readonly isDemo: boolean
  /** 0: any free port. */
  readonly port: number
  readonly host: string
  /** Origin under which browsers and letters reach us, without a final slash. */
  readonly publicUrl: string
  /** Whether PUBLIC_URL was given; when not, `publicUrl` is a guess good for this machine only. */
  readonly isPublicUrlGiven: boolean
  readonly trustProxy: boolean | number | string[]
  /** Absolute. */
  readonly dataDir: string
  /** Absent: the embedded PostgreSQL. */
  readonly databaseUrl?: string
  readonly databaseConnections: number
  /** At least 32 characters; keys for single purposes are derived from it. */
  readonly secretKey: string
  readonly roles: readonly ('web' | 'worker')[]
  /** Jobs this process runs at once. */
  readonly jobConcurrency: number
  readonly logLevel: SettingValues['LOG_LEVEL']
  readonly smtp: SmtpConfig
  readonly uploadMaxBytes: number
  readonly storage: StorageConfig
  /** Where webhooks and subscribed calendars may reach besides the internet. */
  readonly privateNetworks: PrivateNetworks
  /** Absent: /metrics answers this machine only. */
  readonly metricsToken?: string
  readonly mailProviders: MailProvidersConfig
  readonly setup: SetupConfig
}

/** Origins of the mailbox providers; others than the usual ones for national clouds. */
export interface MailProvidersConfig {
  readonly googleLoginUrl: string
  readonly googleTokenUrl: string
  readonly microsoftLoginUrl: string
  readonly microsoftGraphUrl: string
}

/** The built-in SMTP listener. */
export interface SmtpConfig {
  readonly port: number | 'off'
  readonly host: string
  /** The name it greets with. */
  readonly name: string
  readonly maxBytes: number
  /** PEM texts; STARTTLS is offered when present. */
  readonly tls?: { readonly cert: string; readonly key: string }
}

export type StorageConfig =
  | { readonly kind: 'folder'; readonly folder: string }
  | {
      readonly kind: 's3'
      readonly bucket: string
      readonly endpoint?: string
      readonly region: string
      readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string }
      readonly pathStyle: boolean
      readonly prefix: string
    }

/** For a first start without a browser. */
export interface SetupConfig {
  readonly administrator?: { readonly email: string; readonly password: string }
  readonly inboxAddress?: string
  /** The server that inbox sends through. */
  readonly smtpUrl?: string
}

/** Why Otklik does not start; the text is for the administrator. */
export class ConfigRefused extends StartRefused {
  override name = 'ConfigRefused'
  constructor(faults: string[]) {
    const list = faults.map((fault) => `  ${fault}`).join('\n')
    super(`The settings do not make sense, so nothing was started:\n${list}\nAll settings: docs/settings.md`)
  }
}

/**
 * All settings from the environment, checked and frozen. Throws `ConfigRefused` with every fault at once.
 * Creates the data folder and, when SECRET_KEY is absent, the key kept in it. A demo has defaults of its own.
 */
export function loadConfig(environment: NodeJS.ProcessEnv = process.env, isDemo = false): Config {
  const { values, faults } = readSettings(isDemo ? withDemoDefaults(environment) : environment)
  if (faults.length === 0) faults.push(...contradictions(values))
  const tls = readFiles(values, faults)
  if (faults.length > 0) throw new ConfigRefused(faults)

  const dataDir = path.resolve(values.DATA_DIR)
  const publicUrl = values.PUBLIC_URL ?? `http://localhost:${values.PORT}`
  const megabyte = 2 ** 20
  return deepFreeze({
    isDemo,
    port: values.PORT,
    host: values.HOST,
    publicUrl,
    isPublicUrlGiven: values.PUBLIC_URL !== undefined,
    trustProxy: values.TRUST_PROXY,
    dataDir,
    databaseUrl: values.DATABASE_URL,
    databaseConnections: values.DATABASE_CONNECTIONS,
    secretKey: values.SECRET_KEY ?? secretKeyIn(dataDir),
    roles: values.ROLES,
    jobConcurrency: values.JOB_CONCURRENCY,
    logLevel: values.LOG_LEVEL,
    smtp: {
      port: values.SMTP_PORT,
      host: values.SMTP_HOST,
      name: values.SMTP_NAME ?? new URL(publicUrl).hostname,
      maxBytes: values.LETTER_MAX_MEGABYTES * megabyte,
      tls,
    },
    uploadMaxBytes: values.UPLOAD_MAX_MEGABYTES * megabyte,
    storage: storageOf(values, dataDir),
    privateNetworks: values.OUTGOING_PRIVATE_NETWORKS,
    metricsToken: values.METRICS_TOKEN,
    mailProviders: {
      googleLoginUrl: values.GOOGLE_LOGIN_URL,
      googleTokenUrl: values.GOOGLE_TOKEN_URL,
      microsoftLoginUrl: values.MICROSOFT_LOGIN_URL,
      microsoftGraphUrl: values.MICROSOFT_GRAPH_URL,
    },
    setup: setupOf(values),
  })
}

/** Settings that are fine one by one and do not go together. */
function contradictions(values: SettingValues): string[] {
  const faults: string[] = []
  const together = (first: keyof SettingValues, second: keyof SettingValues) => {
    if ((values[first] === undefined) === (values[second] === undefined)) return
    const [given, missing] = values[first] === undefined ? [second, first] : [first, second]
    faults.push(`${given} is set and ${missing} is not; accepted: both or neither.`)
  }
  together('S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY')
  together('SMTP_TLS_CERT', 'SMTP_TLS_KEY')
  together('OTKLIK_ADMIN_EMAIL', 'OTKLIK_ADMIN_PASSWORD')
  if (values.S3_ENDPOINT !== undefined && values.S3_BUCKET === undefined) {
    faults.push('S3_ENDPOINT is set and S3_BUCKET is not; accepted: both, or no S3_ENDPOINT.')
  }
  if (
    values.DATABASE_URL !== undefined &&
    values.S3_BUCKET !== undefined &&
    values.SECRET_KEY === undefined
  ) {
    faults.push(
      'SECRET_KEY is not set; with DATABASE_URL and S3_BUCKET several machines may share one desk, and all need the same key. Make one with: openssl rand -base64 32',
    )
  }
  if (values.OTKLIK_SMTP_URL !== undefined && values.OTKLIK_INBOX === undefined) {
    faults.push('OTKLIK_SMTP_URL is set and OTKLIK_INBOX is not; accepted: both, or no OTKLIK_SMTP_URL.')
  }
  return faults
}

function readFiles(values: SettingValues, faults: string[]): SmtpConfig['tls'] {
  const read = (name: 'SMTP_TLS_CERT' | 'SMTP_TLS_KEY'): string => {
    const file = values[name]
    if (file === undefined) return ''
    try {
      const pem = readFileSync(file, 'utf8')
      if (!pem.includes('-----BEGIN ')) faults.push(`${name} is "${file}", which is not a PEM file.`)
      return pem
    } catch (error) {
      faults.push(`${name} is "${file}", which cannot be read: ${(error as Error).message}`)
      return ''
    }
  }
  const [cert, key] = [read('SMTP_TLS_CERT'), read('SMTP_TLS_KEY')]
  return cert && key ? { cert, key } : undefined
}

function secretKeyIn(dataDir: string): string {
  try {
    // Root's database runs under another account, which must be able to pass through.
    mkdirSync(dataDir, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 })
    return keptSecretKey(dataDir)
  } catch (error) {
    throw new ConfigRefused([
      `DATA_DIR is "${dataDir}", where the secret key cannot be kept: ${(error as Error).message}`,
    ])
  }
}

function storageOf(values: SettingValues, dataDir: string): StorageConfig {
  if (values.S3_BUCKET === undefined) return { kind: 'folder', folder: path.join(dataDir, 'blobs') }
  const accessKeyId = values.S3_ACCESS_KEY_ID
  const secretAccessKey = values.S3_SECRET_ACCESS_KEY
  return {
    kind: 's3',
    bucket: values.S3_BUCKET,
    endpoint: values.S3_ENDPOINT,
    region: values.S3_REGION,
    credentials: accessKeyId && secretAccessKey ? { accessKeyId, secretAccessKey } : undefined,
    // Servers other than Amazon's rarely have a name per bucket.
    pathStyle: values.S3_PATH_STYLE ?? values.S3_ENDPOINT !== undefined,
    prefix: values.S3_PREFIX,
  }
}

function setupOf(values: SettingValues): SetupConfig {
  const email = values.OTKLIK_ADMIN_EMAIL
  const password = values.OTKLIK_ADMIN_PASSWORD
  return {
    administrator: email && password ? { email, password } : undefined,
    inboxAddress: values.OTKLIK_INBOX,
    smtpUrl: values.OTKLIK_SMTP_URL,
  }
}

function deepFreeze<T>(value: T): T {
  if (value === null || typeof value !== 'object') return value
  for (const part of Object.values(value)) deepFreeze(part)
  return Object.freeze(value)
}
