import { expect, test } from 'vitest'
import { readDevice } from './device.ts'

const mozilla = 'Mozilla/5.0'

test('a browser is told from those it imitates', () => {
  const blink = 'AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0'
  expect(readDevice(`${mozilla} (Windows NT 10.0; Win64; x64) ${blink} Safari/537.36 Edg/140.0.0.0`)).toEqual(
    {
      browser: 'Edge',
      system: 'Windows',
    },
  )
  expect(readDevice(`${mozilla} (Linux; Android 15) ${blink} YaBrowser/25.8.0 Mobile Safari/537.36`)).toEqual(
    {
      browser: 'Yandex Browser',
      system: 'Android',
    },
  )
  expect(
    readDevice(`${mozilla} (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1`),
  ).toEqual({
    browser: 'Safari',
    system: 'iOS',
  })
})

test('what is unknown stays unknown', () => {
  expect(readDevice('probe')).toEqual({ browser: null, system: null })
})
