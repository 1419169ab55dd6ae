import { expect, test } from 'vitest'
import { mailService, usualPort } from './mail-servers.ts'

test('a large service is known by its domains', () => {
  expect(mailService('Help@Yandex.ru')).toMatchObject({
    name: 'yandex',
    imap: { host: 'imap.yandex.ru', port: 993 },
  })
  expect(mailService('help@outlook.com')?.smtp).toEqual({
    host: 'smtp-mail.outlook.com',
    port: 587,
    security: 'starttls',
  })
})

test('another domain is guessed by custom, half an address is not', () => {
  expect(mailService('help@example.org')).toMatchObject({ name: 'other', smtp: { host: 'smtp.example.org' } })
  expect(mailService('help@')).toBeNull()
  expect(mailService('help@localhost')).toBeNull()
})

test('ports follow the security', () => {
  expect([usualPort('imap', 'tls'), usualPort('imap', 'starttls'), usualPort('smtp', 'none')]).toEqual([
    993, 143, 25,
  ])
})
