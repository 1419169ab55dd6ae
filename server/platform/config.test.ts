import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { loadConfig } from './config.ts'
import { type Setting, settings } from './config/settings.ts'

const dataDir = () => path.join(mkdtempSync(path.join(os.tmpdir(), 'otklik-config-')), 'data')
const load = (environment: Record<string, string>) => loadConfig({ DATA_DIR: dataDir(), ...environment })

describe('without any setting', () => {
  const config = load({})

  test('everything has a value that works on a bare machine', () => {
    expect(config).toMatchObject({
      port: 3000,
      host: '0.0.0.0',
      publicUrl: 'http://localhost:3000',
      trustProxy: false,
      roles: ['web', 'worker'],
      logLevel: 'info',
      smtp: { port: 2525, name: 'localhost' },
      storage: { kind: 'folder', folder: path.join(config.dataDir, 'blobs') },
      setup: { administrator: undefined, inboxAddress: undefined },
    })
    expect(config.databaseUrl).toBeUndefined()
  })

  test('nothing can be changed afterwards', () => {
    expect(Object.isFrozen(config)).toBe(true)
    expect(Object.isFrozen(config.smtp)).toBe(true)
  })
})

describe('nonsense is refused by name', () => {
  const refusals: [string, Record<string, string>, RegExp][] = [
    ['a port of letters', { PORT: 'abc' }, /PORT is "abc"; accepted: a whole number from 0 to 65535/],
    ['a port too high', { PORT: '65536' }, /PORT is "65536"/],
    [
      'a negative port',
      { SMTP_PORT: '-1' },
      /SMTP_PORT is "-1"; accepted: a port from 0 to 65535 .*, or off/,
    ],
    ['an address with a path', { PUBLIC_URL: 'https://a.example/desk' }, /PUBLIC_URL .* without path/],
    ['another protocol', { PUBLIC_URL: 'ftp://a.example' }, /PUBLIC_URL/],
    ['another database', { DATABASE_URL: 'mysql://u:hunter2@h/d' }, /DATABASE_URL is not usable/],
    ['a short key', { SECRET_KEY: 'short' }, /SECRET_KEY is not usable; accepted: any text of at least 32/],
    ['an unknown role', { ROLES: 'web,cook' }, /ROLES is "web,cook"; accepted: one or more of web, worker/],
    ['an unknown level', { LOG_LEVEL: 'loud' }, /LOG_LEVEL is "loud"; accepted: one of trace, debug/],
    ['a network that is none', { TRUST_PROXY: '10.0.0.0/64' }, /TRUST_PROXY/],
    [
      'half a pair',
      { OTKLIK_ADMIN_EMAIL: 'a@b.example' },
      /OTKLIK_ADMIN_EMAIL is set and OTKLIK_ADMIN_PASSWORD is not/,
    ],
    [
      'an address that is none',
      { OTKLIK_INBOX: 'support' },
      /OTKLIK_INBOX is "support"; accepted: an e-mail address/,
    ],
    [
      'a certificate that is not there',
      { SMTP_TLS_CERT: '/no/cert', SMTP_TLS_KEY: '/no/key' },
      /SMTP_TLS_CERT .* cannot be read/,
    ],
    [
      'a shared desk without a shared key',
      { DATABASE_URL: 'postgres://h/d', S3_BUCKET: 'b' },
      /SECRET_KEY is not set/,
    ],
    ['a data folder inside a file', { DATA_DIR: '/dev/null/data' }, /DATA_DIR is "\/dev\/null\/data"/],
  ]
  test.each(refusals)('%s', (_, environment, message) => {
    expect(() => load(environment)).toThrow(message)
  })

  test('all faults are told at once, and no secret among them', () => {
    expect.assertions(3)
    try {
      load({ PORT: 'x', DATABASE_URL: 'mysql://u:hunter2@h/d' })
    } catch (error) {
      expect(String(error)).toMatch(/PORT is "x"/)
      expect(String(error)).toMatch(/DATABASE_URL/)
      expect(String(error)).not.toContain('hunter2')
    }
  })
})

test('settings are understood', () => {
  const config = load({
    PORT: '0',
    PUBLIC_URL: 'https://help.example.com/',
    TRUST_PROXY: '10.0.0.0/8, ::1',
    ROLES: 'worker',
    SMTP_PORT: 'off',
    SECRET_KEY: 'k'.repeat(32),
    DATABASE_URL: 'postgres://u:p@h/d',
    S3_BUCKET: 'files',
    S3_ENDPOINT: 'http://minio:9000',
    OTKLIK_INBOX: 'Support@localhost',
    LOG_LEVEL: '',
  })
  expect(config).toMatchObject({
    port: 0,
    publicUrl: 'https://help.example.com',
    trustProxy: ['10.0.0.0/8', '::1'],
    roles: ['worker'],
    smtp: { port: 'off', name: 'help.example.com' },
    storage: { kind: 's3', bucket: 'files', pathStyle: true },
    setup: { inboxAddress: 'support@localhost' },
    logLevel: 'info',
  })
})

test('the key is made once and nobody else may read it', () => {
  const environment = { DATA_DIR: dataDir() }
  const first = loadConfig(environment)
  expect(loadConfig(environment).secretKey).toBe(first.secretKey)
  expect(first.secretKey.length).toBeGreaterThanOrEqual(32)
  const file = path.join(first.dataDir, 'secret-key')
  expect(statSync(file).mode & 0o777).toBe(0o600)
  writeFileSync(file, 'short')
  expect(() => loadConfig(environment)).toThrow(/secret-key is damaged/)
})

test('docs/settings.md lists every setting with its fallback, and nothing else', () => {
  const page = readFileSync(path.join(import.meta.dirname, '../../docs/settings.md'), 'utf8')
  const rows = [...page.matchAll(/^\| `([A-Z\d_]+)` \| (.+?) \|/gm)].map(([, name, fallback]) => ({
    name,
    fallback,
  }))
  expect(rows.map((row) => row.name)).toEqual(Object.keys(settings))
  for (const [name, { fallback }] of Object.entries<Setting<unknown>>(settings)) {
    const told = rows.find((row) => row.name === name)?.fallback
    if (fallback) expect(told).toBe(`\`${fallback}\``)
  }
})
