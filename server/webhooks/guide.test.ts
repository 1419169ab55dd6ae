import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { newSecret, sign } from './signature.ts'

type IsGenuine = (headers: Record<string, string>, body: string, secret: string) => boolean

async function fromGuide(language: string): Promise<IsGenuine> {
  const guide = readFileSync(
    path.join(import.meta.dirname, `../../docs/guides/webhooks.${language}.md`),
    'utf8',
  )
  const [, code = ''] = /```js\n([^]*?)```/.exec(guide) ?? []
  const module = (await import(/* @vite-ignore */ `data:text/javascript,${encodeURIComponent(code)}`)) as {
    isGenuine: IsGenuine
  }
  return module.isGenuine
}

test.each(['ru', 'en'])(
  'the code of the guide (%s) takes what we sign and nothing else',
  async (language) => {
    const isGenuine = await fromGuide(language)
    const [old, fresh, other] = [newSecret(), newSecret(), newSecret()]
    const now = Math.floor(Date.now() / 1000)
    const body = '{"type":"ticket.created","тема":"Счёт"}'
    const headers = (timestamp: number) => ({
      'webhook-id': 'msg_1',
      'webhook-timestamp': String(timestamp),
      'webhook-signature': sign([fresh, old], 'msg_1', timestamp, body),
    })
    expect(isGenuine(headers(now), body, fresh)).toBe(true)
    expect(isGenuine(headers(now), body, old)).toBe(true)
    expect(isGenuine(headers(now), body, other)).toBe(false)
    expect(isGenuine(headers(now), `${body} `, fresh)).toBe(false)
    expect(isGenuine(headers(now - 600), body, fresh)).toBe(false)
  },
)
