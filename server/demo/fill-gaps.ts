import type { DemoCustomer } from './people.ts'
import type { Random } from './random.ts'
import { cities, items } from './texts/slots.ts'

/** What stands in the gaps of one story. */
export interface Gaps {
  isMan: boolean
  words: Readonly<Record<string, string>>
}

export function gapsFor(customer: DemoCustomer, random: Random): Gaps {
  const { language, name } = customer
  const hundredths = random.between(390, 18_900)
  const sum =
    language === 'ru'
      ? `${new Intl.NumberFormat('ru-RU').format(random.between(39, 1890) * 10)} ₽`
      : `£${(hundredths / 100).toFixed(2)}`
  const order = random.between(41_000, 52_900)
  return {
    isMan: customer.isMan === true,
    words: {
      name: name.split(' ')[0] ?? name,
      customer: name,
      order: language === 'ru' ? `№ ${order}` : `#${order}`,
      bill: String(random.between(610, 1490)),
      sum,
      item: random.pick(items[language]),
      city: random.pick(cities[language]),
    },
  }
}

/** `{name}` becomes the word for it; of `{сам|сама}` stays what fits the customer. */
export function fillGaps(text: string, gaps: Gaps, agentName = ''): string {
  return text.replace(/\{([^{}]+)\}/g, (_, inside: string) => {
    const [he, she] = inside.split('|')
    if (he !== undefined && she !== undefined) return gaps.isMan ? he : she
    if (inside === 'agent') return agentName.split(' ')[0] ?? agentName
    return gaps.words[inside] ?? inside
  })
}
