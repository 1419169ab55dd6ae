import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { type Browser, type BrowserContext, chromium, type Locator, type Page } from 'playwright-core'
import { afterAll, afterEach, test } from 'vitest'
import { createDeskApp } from '#server/app.ts'
import type { BuiltAgent } from '#test/builders/agent.ts'
import { testPlatform } from '#test/platform.ts'

const root = path.join(import.meta.dirname, '..')
const programs = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
const executablePath = (process.env['PATH'] ?? '')
  .split(path.delimiter)
  .concat('/usr/bin')
  .flatMap((folder) => programs.map((program) => path.join(folder, program)))
  .find((file) => existsSync(file))

/** A test that needs a browser; skipped, by name, where there is none. */
export const journey = test.skipIf(executablePath === undefined)

export interface Desk extends Awaited<ReturnType<typeof testPlatform>> {
  readonly url: string
}

/** The whole web role on a free port, with pages built from the sources as they are. Call it at the top of a file. */
export async function openDesk(environment: Record<string, string> = {}): Promise<Desk> {
  const platform = await testPlatform(environment)
  await buildPages()
  const app = await createDeskApp(platform)
  const url = await app.listen({ port: 0, host: '127.0.0.1' })
  afterAll(() => app.close())
  return { ...platform, url }
}

/** Pages built from the sources as they are; for a test that starts a server of its own. */
export async function buildPages(): Promise<void> {
  const build = "import('./scripts/bootstrap/build-web.mjs').then((module) => module.buildWebIfStale())"
  await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', build], { cwd: root })
}

export interface Look {
  width?: number
  height?: number
  colorScheme?: 'light' | 'dark'
  isTouch?: boolean
  /** False for whoever lets no page run a script. */
  hasScripts?: boolean
}

let browser: Promise<Browser> | undefined
const contexts: BrowserContext[] = []
// A page of a test that is over would go on asking the desk, and take a sixth of the next one's time.
afterEach(async () => {
  await Promise.all(contexts.splice(0).map((context) => context.close()))
})
afterAll(async () => (await browser)?.close())

/** A browser of its own for one person: no cookie of anybody else's. */
export async function openBrowser(
  desk: Pick<Desk, 'url'>,
  look: Look = {},
): Promise<{ page: Page; context: BrowserContext }> {
  browser ??= chromium.launch({
    executablePath: executablePath ?? '',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
  const context = await (
    await browser
  ).newContext({
    baseURL: desk.url,
    viewport: { width: look.width ?? 1440, height: look.height ?? 900 },
    colorScheme: look.colorScheme ?? 'light',
    hasTouch: look.isTouch ?? false,
    javaScriptEnabled: look.hasScripts ?? true,
    locale: 'ru-RU',
    // Nothing is measured half-way through a fade.
    reducedMotion: 'reduce',
  })
  contexts.push(context)
  // A busy machine is no fault. Just before the test itself gives up, so that it says what it waited for.
  context.setDefaultTimeout(110_000)
  const page = await context.newPage()
  page.on('pageerror', (error) => {
    throw error
  })
  return { page, context }
}

/** A field by its name, once the cursor is in it: what is typed earlier would be taken for shortcuts. */
export async function cursorIn(page: Page, role: 'textbox' | 'combobox', name?: string): Promise<Locator> {
  const field = page.getByRole(role, { name, exact: true })
  await hasCursor(field)
  return field
}

/** Waits until the keys go to `field`. */
export async function hasCursor(field: Locator): Promise<void> {
  await field.and(field.page().locator(':focus')).waitFor()
}

/**
 * `page.route` for a page that is open already. The browser may say that it watches before the page knows: what is asked
 * for until then goes past, unseen by `waitForRequest` too. An answer of ours in the page's hands means that it knows.
 */
export async function routeOpen(page: Page, ...[url, handler]: Parameters<Page['route']>): Promise<void> {
  await page.route(url, handler)
  const probe = '**/is-it-watched'
  await page.route(probe, (route) => route.fulfill({ body: 'watched' }))
  const isWatched = () =>
    page.evaluate(async () => (await (await fetch('/is-it-watched')).text()) === 'watched')
  while (!(await isWatched()));
  await page.unroute(probe)
}

/** `openBrowser`, already signed in. */
export async function openSignedIn(desk: Desk, agent: BuiltAgent, look: Look = {}): Promise<Page> {
  const { page, context } = await openBrowser(desk, look)
  const data = { email: agent.email, password: agent.password }
  const answer = await context.request.post(`${desk.url}/api/v1/sessions`, { data })
  if (!answer.ok()) throw new Error(`sign-in answered ${answer.status()}: ${await answer.text()}`)
  return page
}
