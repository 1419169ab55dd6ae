import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect } from 'vitest'
import { cleanLetterHtml } from '#server/channels/email/reading/letter-html.ts'
import { journey, openBrowser } from '#test/browser.ts'
import { hostileHtml } from '#test/letters/hostile-html.ts'

/** A page without any policy of its own: what holds here is the cleaning alone. */
const server = createServer((_, answer) => {
  answer.writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
  answer.end('<!doctype html><meta charset="utf-8"><title>Letters</title><div id="letter"></div>')
})
let url = ''

beforeAll(async () => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => server.close())

type Watched = { page: Page; requests: string[] }

async function watch(): Promise<Watched> {
  const { page } = await openBrowser({ url })
  const requests: string[] = []
  await page.goto(url)
  await page.route('**/*', (route) => {
    requests.push(route.request().url())
    return route.abort()
  })
  page.on('dialog', (dialog) => void dialog.dismiss())
  return { page, requests }
}

/**
 * Puts each letter into the page, reads it out and puts it in once more (as an editor or a printer would), does to
 * it what a reader and the browser may do, and tells which ones ran `hit`.
 */
function readAll(page: Page, letters: readonly string[]): Promise<number[]> {
  return page.evaluate(async (list) => {
    const wins = new Set<number>()
    const place = document.getElementById('letter')
    if (!place) return []
    let current = -1
    Object.assign(window, { hit: () => wins.add(current) })
    const settle = (): Promise<void> =>
      new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 0)))
    for (const [at, html] of list.entries()) {
      current = at
      place.innerHTML = html
      const again = place.innerHTML
      place.innerHTML = again
      for (const element of place.querySelectorAll<HTMLElement>('*')) {
        for (const name of ['mouseover', 'pointerenter', 'focus', 'toggle', 'animationend', 'submit'])
          element.dispatchEvent(new Event(name, { bubbles: false, cancelable: true }))
        // A link of the web would only lead away; one that runs script runs it here.
        const href = element.getAttribute('href') ?? element.getAttribute('xlink:href') ?? ''
        if (!/^(?:https?|mailto|tel|sms|ftp):/i.test(href)) element.click?.()
      }
      if (at % 20 === 0) await settle()
      // Pictures answer late: their errors must be counted for the letter they stand in.
      await Promise.all(
        Array.from(place.querySelectorAll('img'), (image) => image.decode().catch(() => null)),
      )
    }
    await settle()
    return [...wins]
  }, letters)
}

journey('nothing of a cleaned letter runs, is loaded or leaves its place', async () => {
  const { page, requests } = await watch()
  const cleaned = hostileHtml.map(({ html }) => cleanLetterHtml(html).html)
  const wins = await readAll(page, cleaned)
  expect(wins.map((at) => hostileHtml[at])).toEqual([])
  expect(requests).toEqual([])
  expect(page.url()).toBe(`${url}/`)
})

journey('the same letters as they came do run here, so the test can tell', async () => {
  const { page, requests } = await watch()
  const sample = hostileHtml
    .filter(({ kind }) => kind === 'handler' || kind === 'boundary')
    .map(({ html }) => html)
  const wins = await readAll(page, sample)
  expect(wins.length).toBeGreaterThan(50)
  expect(requests.length).toBeGreaterThan(0)
})

journey('a marked link is seen: the true host stands beside it', async () => {
  const { page } = await watch()
  const { html } = cleanLetterHtml('<a href="https://evil.example/login">https://bank.example</a>')
  const css = await readFile(new URL('../../web/workspace/feed/letter.css', import.meta.url), 'utf8')
  const shown = await page.evaluate(
    ([letter = '', style = '']) => {
      const place = document.getElementById('letter')
      if (!place) return ''
      place.innerHTML = `<style>${style}</style>${letter}`
      const link = place.querySelector('a')
      return link ? getComputedStyle(link, '::after').content : ''
    },
    [html, css.replace(/@import[^;]+;/, '')],
  )
  expect(shown).toContain('evil.example')
})
