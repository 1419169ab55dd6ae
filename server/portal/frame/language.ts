import type { FastifyRequest } from 'fastify'
import type { Language } from '#contract/common.ts'
import type {} from '@fastify/cookie'

export const languageCookie = 'otklik_language'
/** In the query of an address that somebody chose a language by: remembered, and gone from the address. */
export const chosenMark = 'chosen'

/** The language of a visitor who named none in the address: what they chose last, what their browser asks for, the desk's. */
export function preferredLanguage(
  request: FastifyRequest,
  { languages, language }: { languages: readonly Language[]; language: Language },
): Language {
  const chosen = languages.find((one) => one === request.cookies[languageCookie])
  return chosen ?? acceptedLanguage(request.headers['accept-language'], languages) ?? language
}

/** The first of `languages` by the weights of an Accept-Language header; null where it names none of them. */
export function acceptedLanguage(
  header: string | undefined,
  languages: readonly Language[],
): Language | null {
  const wishes = (header ?? '')
    .slice(0, 500)
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().toLowerCase().split(';')
      const weight = /^\s*q=([\d.]+)/.exec(parameters.join(';'))?.[1]
      return { tag: tag.split('-')[0] ?? '', weight: weight === undefined ? 1 : Number(weight) }
    })
  for (const { tag, weight } of wishes.toSorted((a, b) => b.weight - a.weight)) {
    const match = languages.find((one) => one === tag)
    if (match && weight > 0) return match
  }
  return null
}
