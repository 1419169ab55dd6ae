import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'

const source = readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** Serious and critical faults of the page as it stands, each with the elements it was found on. */
export async function faults(page: Page): Promise<string[]> {
  await page.evaluate(await source)
  await standsStill(page)
  const { violations } = await page.evaluate<AxeResults>('axe.run(document, { resultTypes: ["violations"] })')
  return violations
    .filter((each) => each.impact === 'serious' || each.impact === 'critical')
    .map((each) => `${each.id}: ${each.nodes.map((node) => node.html).join(' | ')}`)
}

/** Waits until what fades in is there: half transparent, it has the contrast of neither. One that is broken off is over. */
function standsStill(page: Page): Promise<unknown> {
  return page.evaluate(() =>
    Promise.allSettled(
      document
        .getAnimations()
        .filter((each) => Number(each.effect?.getComputedTiming().endTime) < 1000)
        .map((each) => each.finished),
    ),
  )
}

/** Whether something sticks out to the right: on a phone the page would slide sideways. */
export function isTooWide(page: Page): Promise<boolean> {
  return page.evaluate(
    'document.documentElement.scrollWidth > innerWidth || [...document.querySelectorAll("main")].some((main) => main.scrollWidth > main.clientWidth)',
  )
}
