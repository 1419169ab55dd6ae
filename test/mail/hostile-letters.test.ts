import type { Page } from 'playwright-core'
import { afterAll, expect } from 'vitest'
import { channelTasks, startChannels } from '#server/channels/index.ts'
import { cleanLetterHtml } from '#server/channels/email/reading/letter-html.ts'
import { emailDesk } from '#server/channels/email/email-desk.ts'
import { createReplyAddress } from '#server/channels/email/threading/thread-token.ts'
import { drainJobs } from '#server/platform/jobs/worker.ts'
import { journey, openDesk, openSignedIn } from '#test/browser.ts'
import { buildAgent } from '#test/builders/agent.ts'
import { buildInbox } from '#test/builders/inbox.ts'
import { deliver } from '#test/builders/letter.ts'
import { hostileHtml } from '#test/letters/hostile-html.ts'
import { startSink } from '#test/servers/sink.ts'

/**
 * The whole way of a hostile letter: in by SMTP, kept, and wherever the workspace shows something of it. Nothing of it
 * runs, nothing is asked of another server, nothing leaves its frame, and no click in it reaches the desk.
 */
const desk = await openDesk({ SMTP_PORT: '0', SMTP_HOST: '127.0.0.1', ROLES: 'web' })
const { db } = desk.database
const channels = await startChannels(desk)
const sink = await startSink()
afterAll(async () => {
  await channels.stop()
  await sink.stop()
})
const inbox = await buildInbox(desk, { address: 'support@desk.example', smtpPort: sink.port })
const anna = await buildAgent(db, { name: 'Anna', role: 'administrator', language: 'en' })
const work = () => drainJobs(desk.database.pool, channelTasks(desk), desk.log)
let serial = 0

async function hand(lines: readonly string[], to = inbox.address): Promise<void> {
  const sender = `stranger${++serial}@evil.example`
  const raw = [`From: ${word(evil)} <${sender}>`, 'MIME-Version: 1.0', ...lines].join('\r\n')
  await deliver(channels.smtpPort ?? 0, raw, { from: sender, to })
}
const ledger = () => db.selectFrom('inbound_letter').selectAll().orderBy('id').execute()
const base64 = (text: string) => Buffer.from(text).toString('base64').replace(/.{76}/g, '$&\r\n')
const word = (text: string) => `=?utf-8?b?${Buffer.from(text).toString('base64')}?=`
const inHtml = (html: string) => [
  'Content-Type: text/html; charset=utf-8',
  'Content-Transfer-Encoding: base64',
  '',
  base64(html),
]

const evil = `"><img src=x onerror=hit()><svg/onload=hit()>{{constructor}}</script><script>hit()</script>'`
/** What was published against cleaners that parse once and browsers that parse twice, beside our own lists. */
const published = [
  '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=hit()&gt;">',
  '<form><math><mtext></form><form><mglyph><style></math><img src onerror=hit()>',
  '<svg></p><style><a id="</style><img src=1 onerror=hit()>">',
  '<noscript><p title="</noscript><img src=x onerror=hit()>">',
  '<math><annotation-xml encoding="text/html"><style><img src=x onerror=hit()></style></annotation-xml></math>',
  '<svg><foreignObject><math><mi><mglyph><style><img src=x onerror=hit()></style></mglyph></mi></math></foreignObject></svg>',
  '<select><template><style></select><img src=x onerror=hit()></style></template></select>',
  '<table><caption><svg><title><table></caption></table><style><a title="</style><img src onerror=hit()>">',
  '<svg><desc><noscript><xmp><svg></xmp><img src=x onerror=hit()></noscript></desc></svg>',
  '<a><svg><style>*{background:url(//evil.example/x)}</style></svg></a>',
  '<svg><set attributeName="href" to="javascript:hit()"/><a id=a><text y=20>x</text></a><animate href=#a attributeName=href values=javascript:hit() /></svg>',
  '<button popovertarget=p>x</button><div popover id=p onbeforetoggle=hit()>p</div>',
  '<dialog open style="position:fixed;inset:0"><button onclick=hit()>x</button></dialog>',
  '<details open ontoggle=hit()><summary onfocus=hit() autofocus tabindex=0>x</summary></details>',
  '<marquee onstart=hit() behavior=alternate>x</marquee><x-y is=z contenteditable autofocus onfocus=hit()>x</x-y>',
  '<img srcset="//evil.example/1 1x, //evil.example/2 2x" sizes=1px><picture><source srcset=//evil.example/3><img></picture>',
  '<meta http-equiv=refresh content="0;url=//evil.example"><base href=//evil.example target=_top><a href=/x>x</a>',
  '<link rel=stylesheet href=//evil.example/x.css><link rel=dns-prefetch href=//evil.example><style>@import "//evil.example/y.css";</style>',
  '<iframe srcdoc="<script>parent.hit()</script>"></iframe><object data=//evil.example></object><embed src=//evil.example>',
  '<form action=//evil.example id=f><input name=q autofocus onfocus=hit()></form><button form=f>x</button>',
  '<a href="//evil.example" target=_top ping=//evil.example>top</a><a href="https://evil.example" target=_parent rel=opener>x</a>',
  '<p style="position:fixed;inset:0;z-index:2147483647;background:red;width:100vw;height:100vh;margin:-999px">over</p>',
  `<p ${Array.from({ length: 5_000 }, (_, n) => `a${n}=${n}`).join(' ')} onclick=hit()>many</p>`,
  '<p id=__proto__ name=body>x</p><img name=getElementById id=letter><a id=app name=app href=cid:x>clobber</a>',
  '<a href="ja&Tab;vascript&colon;hit()">x</a><a href="data:text/html,<script>hit()</script>">x</a><a href="https://a.example/&#10;javascript:hit()">x</a>',
]
const close = `-->'">]]></style></title></textarea></noscript></script></svg></math></template></select></table></details><hr>`
const portions = (html: readonly string[], size: number) =>
  Array.from({ length: Math.ceil(html.length / size) }, (_, n) =>
    html.slice(n * size, (n + 1) * size).join(close),
  )
// What is nested too deeply for a page would take its neighbours with it.
const letters = [
  ...portions(
    hostileHtml.map(({ html }) => html),
    240,
  ),
  ...portions(published, 6),
  `${'<div>'.repeat(380)}deep`,
]

interface Watched {
  /** What was asked of anybody but the desk. */
  requests: string[]
  wins: string[]
}

async function watch(page: Page): Promise<Watched> {
  const watched: Watched = { requests: [], wins: [] }
  await page.context().exposeFunction('hit', () => watched.wins.push(page.url()))
  page.context().on('request', (request) => {
    const url = request.url()
    if (!url.startsWith(desk.url) && /^(?:https?|wss?|ftp):/.test(url)) watched.requests.push(url)
  })
  page.on('dialog', (dialog) => {
    watched.wins.push(`dialog ${dialog.message()}`)
    void dialog.dismiss()
  })
  // Whatever is asked of the world is noted above and goes nowhere.
  await page.context().route(
    (url) => !url.href.startsWith(desk.url),
    (route) => route.abort(),
  )
  return watched
}

/** Elements of a page that only a letter can have put there. */
const foreign = (page: Page) =>
  page.evaluate(() =>
    [
      ...document.querySelectorAll(
        'img[src="x"],svg[onload],[onerror],[onload],[onclick],script:not([src]),base,meta[http-equiv="refresh"],object,embed,form[action*="evil"]',
      ),
    ].map((element) => element.outerHTML.slice(0, 200)),
  )

journey(
  'letters of every hostile kind, shown in their ticket',
  async () => {
    await hand([`Subject: ${word(evil)}`, ...inHtml(letters[0] ?? '')])
    await work()
    const ticketId = (await ledger())[0]?.ticket_id ?? 0
    const address = createReplyAddress(emailDesk(desk).tokenKey, inbox.address, ticketId)
    for (const html of letters.slice(1)) await hand([`Subject: ${word(evil)}`, ...inHtml(html)], address)
    await work()
    expect(new Set((await ledger()).map((row) => row.ticket_id))).toEqual(new Set([ticketId]))

    const page = await openSignedIn(desk, anna)
    const watched = await watch(page)
    await page.goto(`/tickets/${ticketId}`)
    const feed = page.getByRole('region', { name: 'Ticket feed' })
    // Some are nothing but what must not be shown.
    const shown = letters.filter((html) => cleanLetterHtml(html).html !== '').length
    expect(shown).toBeGreaterThan(12)
    await expect.poll(() => feed.locator('iframe').count(), { timeout: 60_000 }).toBe(shown)
    const frames = await feed.locator('iframe').all()
    for (const frame of frames) {
      const inside = await (await frame.elementHandle())?.contentFrame()
      await inside?.waitForLoadState('load')
      const found = await inside?.evaluate(() => ({
        elements: [
          ...document.querySelectorAll(
            'script,iframe,object,embed,form,input,button,select,base,svg,math,style,template,dialog,[style*="url" i],[style*="position" i],[src^="http" i],[src^="//"],[href^="javascript" i],[href^="data" i]',
          ),
        ].map((element) => element.outerHTML.slice(0, 200)),
        attributes: [...document.querySelectorAll('#letter *')].flatMap((element) =>
          element
            .getAttributeNames()
            .filter((name) =>
              /^on|^(?:srcset|ping|action|formaction|id|name|is|popover.*|contenteditable)$/.test(name),
            ),
        ),
      }))
      expect(found).toEqual({ elements: [], attributes: [] })
      const sandbox = await frame.getAttribute('sandbox')
      expect(sandbox?.split(' ')).not.toContain('allow-scripts')
      expect(sandbox).not.toMatch(/top-navigation|forms|modals/)
    }
    // Nothing of a letter lies over what belongs to the desk.
    const covered = await page.evaluate(() =>
      [...document.querySelectorAll('nav a, header button, [role="textbox"]')].filter((element) => {
        const { x, y, width, height } = element.getBoundingClientRect()
        return document.elementFromPoint(x + width / 2, y + height / 2)?.tagName === 'IFRAME'
      }),
    )
    expect(covered).toEqual([])
    expect(await foreign(page)).toEqual([])
    expect(watched).toEqual({ requests: [], wins: [] })

    // Every link there is, clicked: a page of its own, which knows nothing of this one, or nothing at all.
    const here = page.url()
    for (const frame of frames) {
      const inside = await (await frame.elementHandle())?.contentFrame()
      const targets = await inside?.evaluate(() =>
        [...document.querySelectorAll<HTMLElement>('#letter a, #letter area, #letter [href]')]
          .slice(0, 40)
          .map((element) => {
            element.addEventListener('click', (event) => event.preventDefault(), { once: true })
            element.click()
            return [element.getAttribute('target'), element.getAttribute('rel'), element.getAttribute('href')]
          }),
      )
      for (const [target, rel, href] of targets ?? []) {
        if (href === null || href === undefined) continue
        expect([target, rel]).toEqual(['_blank', 'noopener noreferrer nofollow'])
        expect(href).toMatch(/^(?:https?|mailto|tel|sms|ftp):/i)
      }
    }
    expect(page.url()).toBe(here)
    expect(watched.wins).toEqual([])
  },
  300_000,
)

journey(
  'what a letter says of itself, on every page that repeats it',
  async () => {
    await hand([
      `Subject: ${word(`Needle ${evil}`)}`,
      `Cc: ${word(evil)} <friend@evil.example>`,
      `X-Evil: ${evil}`,
      `Organization: ${word(evil)}`,
      `Message-ID: <${serial}"><img src=x onerror=hit()>@evil.example>`,
      'Content-Type: multipart/mixed; boundary=b',
      '',
      `--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nNeedle ${evil} https://evil.example/${evil}\r\n`,
      `--b\r\nContent-Type: image/svg+xml\r\nContent-Disposition: attachment; filename="${word(`${evil}.svg`)}"\r\n\r\n<svg xmlns="http://www.w3.org/2000/svg" onload="hit()"/>\r\n`,
      `--b\r\nContent-Type: image/png\r\nContent-ID: <x"onerror=hit()>\r\nContent-Disposition: inline; filename="a\u202egnp.html"\r\n\r\n<script>hit()</script>\r\n`,
      `--b\r\nContent-Type: text/html\r\nContent-Disposition: attachment; filename=page.html\r\n\r\n<script>hit()</script>\r\n`,
      `--b\r\nContent-Type: message/rfc822\r\n\r\nSubject: ${word(evil)}\r\nFrom: ${word(evil)} <x@evil.example>\r\n\r\n${evil}\r\n`,
      `--b\r\nContent-Type: text/calendar; method=REQUEST\r\n\r\nBEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nSUMMARY:${evil}\r\nLOCATION:${evil}\r\nORGANIZER;CN="${evil.replaceAll('"', '')}":mailto:x@evil.example\r\nDTSTART:20260302T100000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n--b--\r\n`,
    ])
    await work()
    const letter = (await ledger()).at(-1)
    const ticketId = letter?.ticket_id ?? 0
    const page = await openSignedIn(desk, anna)
    const watched = await watch(page)
    const api = async (path: string, data: unknown) => {
      const answer = await page.request.post(`${desk.url}/api/v1${path}`, {
        data,
        headers: { origin: desk.url },
      })
      expect(answer.ok()).toBe(true)
      return answer.json()
    }
    await api(`/tickets/${ticketId}/notes`, {
      html: `<p>Needle ${evil}</p><img src="https://evil.example/n.png">`,
    })
    const reply = await api(`/tickets/${ticketId}/replies`, {
      html: `<p>Needle ${evil}</p><a href="javascript:hit()">x</a><img src="https://evil.example/r.png">`,
      to: [`x@evil.example`],
    })
    await work()
    await api('/mail-rules', { name: evil, isActive: false, conditions: [], actions: {} }).catch(() => null)
    const [sent] = await db
      .selectFrom('outbound_letter')
      .selectAll()
      .where('reply_id', '=', reply.id)
      .execute()
    for (const path of [
      '/tickets',
      `/tickets/${ticketId}`,
      '/tickets?q=Needle',
      '/settings/letters',
      `/settings/letters?letter=letter-${letter?.id}`,
      '/settings/outbox',
      `/settings/outbox?letter=letter-${sent?.id}`,
      '/settings/audit',
      '/settings/mail-rules',
      '/settings/channel-health',
      '/settings/system',
    ]) {
      await page.goto(path)
      await page.locator('[aria-busy="true"]').first().waitFor({ state: 'detached' })
      for (const tab of await page.getByRole('dialog').getByRole('tab').all()) await tab.click()
      expect([path, await foreign(page)]).toEqual([path, []])
      expect([path, watched]).toEqual([path, { requests: [], wins: [] }])
    }
    // Each file of the letter, asked for as a page would be.
    const files = await db
      .selectFrom('file')
      .selectAll()
      .where('customer_message_id', 'is not', null)
      .execute()
    expect(files.length).toBeGreaterThan(3)
    for (const file of files) {
      for (const how of ['', '?inline=true']) {
        const answer = await page.request.get(`${desk.url}/api/v1/files/${file.id}${how}`)
        const headers = answer.headers()
        expect(headers['x-content-type-options']).toBe('nosniff')
        expect(headers['content-security-policy']).toBe("default-src 'none'; sandbox")
        expect(headers['content-disposition']).not.toMatch(/["<>\u202e]/)
        expect(headers['content-type']).toMatch(
          /^(?:image\/(?:png|jpeg|gif|webp|avif)|application\/octet-stream)$/,
        )
        if (headers['content-type'] === 'application/octet-stream')
          expect(headers['content-disposition']).toMatch(/^attachment/)
      }
    }
    // What the customer is sent has none of it either.
    const html = sink.letters.at(-1)?.letter.html ?? ''
    expect(html).not.toBe('')
    const inside = await page.evaluate(
      (text) =>
        [...new DOMParser().parseFromString(text, 'text/html').querySelectorAll('*')].flatMap((element) => [
          ...(element.matches('script,svg,iframe,form,object,img[src*="//"],link,base')
            ? [element.outerHTML]
            : []),
          ...element.getAttributeNames().filter((name) => name.startsWith('on')),
          ...(/^\s*(?:javascript|data):/i.test(element.getAttribute('href') ?? '') ? ['href'] : []),
        ]),
      html,
    )
    expect(inside).toEqual([])
  },
  300_000,
)

journey(
  'what is pasted into an answer asks nobody for anything',
  async () => {
    await hand(['Subject: Paste', 'Content-Type: text/plain', '', 'Words'])
    await work()
    const ticketId = (await ledger()).at(-1)?.ticket_id ?? 0
    const page = await openSignedIn(desk, anna)
    const watched = await watch(page)
    await page.goto(`/tickets/${ticketId}`)
    const editor = page.getByRole('textbox', { name: 'Reply' })
    await page.getByText('Words', { exact: true }).first().waitFor()
    await page.keyboard.press('r')
    await editor.waitFor()
    await editor.focus()
    const hostile = [
      ...published,
      '<img src="https://evil.example/pasted.png"><img src="//evil.example/pasted2.png" srcset="//evil.example/3 1x">',
      '<a href="javascript:hit()">x</a><a href="https://evil.example">y</a>',
      ...hostileHtml.filter((_, n) => n % 150 === 0).map(({ html }) => html),
    ].join(close)
    const paste = () =>
      editor.evaluate((element, html) => {
        const data = new DataTransfer()
        data.setData('text/html', html)
        data.setData('text/plain', 'x')
        element.dispatchEvent(
          new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
        )
        return element.textContent
      }, `<p>Pasted words</p>${hostile}`)
    // The editor may still be waiting for the draft that it will show.
    await expect.poll(paste, { timeout: 60_000 }).toContain('Pasted words')
    const found = await editor.evaluate((element) =>
      [
        ...element.querySelectorAll(
          'img,script,iframe,svg,style,form,object,[href^="javascript" i],[onerror],[onclick]',
        ),
      ]
        .filter(
          (one) =>
            !one.classList.contains('ProseMirror-separator') &&
            !one.classList.contains('ProseMirror-trailingBreak'),
        )
        .map((one) => one.outerHTML.slice(0, 200)),
    )
    expect(found).toEqual([])
    expect(watched).toEqual({ requests: [], wins: [] })
  },
  300_000,
)
