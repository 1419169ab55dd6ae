/** Where most people's letters live; also where an address says nothing of whom its owner works for. */
export const publicDomains: ReadonlySet<string> = new Set(
  `gmail.com googlemail.com outlook.com hotmail.com live.com msn.com yahoo.com icloud.com me.com aol.com proton.me
  protonmail.com gmx.com gmx.de gmx.net web.de zoho.com fastmail.com mail.com tutanota.com
  mail.ru bk.ru list.ru inbox.ru internet.ru vk.com yandex.ru yandex.com ya.ru yandex.by yandex.kz rambler.ru
  lenta.ru autorambler.ru myrambler.ro ukr.net i.ua meta.ua tut.by mail.kz qq.com 163.com 126.com naver.com orange.fr
  free.fr laposte.net t-online.de libero.it seznam.cz wp.pl o2.pl interia.pl onet.pl`.split(/\s+/),
)

const wrongEndings = new Map([
  ['con', 'com'],
  ['cmo', 'com'],
  ['ocm', 'com'],
  ['vom', 'com'],
  ['xom', 'com'],
  ['comm', 'com'],
  ['coml', 'com'],
  ['rru', 'ru'],
  ['ruu', 'ru'],
  ['r', 'ru'],
  ['ri', 'ru'],
  ['tu', 'ru'],
  ['nte', 'net'],
  ['ogr', 'org'],
  ['orgg', 'org'],
])

/** Below this length almost every domain is one slip away from another that is just as real. */
const shortest = 7

/**
 * The address that was probably meant, or null: a domain one slip away from one of the great providers or from one
 * that is known in this conversation, or an ending that does not exist. Pure; `known` is in lower case.
 */
export function correctAddress(address: string, known: readonly string[] = []): string | null {
  const at = address.lastIndexOf('@')
  const domain = address.slice(at + 1).toLowerCase()
  if (at < 1 || known.includes(domain) || publicDomains.has(domain)) return null
  const better = likely(domain, known)
  return better === null ? null : `${address.slice(0, at)}@${better}`
}

function likely(domain: string, known: readonly string[]): string | null {
  const near = [...known, ...publicDomains].find(
    (candidate) => candidate.length >= shortest && isOneSlipAway(domain, candidate),
  )
  if (near !== undefined) return near
  const dot = domain.lastIndexOf('.')
  const ending = wrongEndings.get(domain.slice(dot + 1))
  return dot < 1 || ending === undefined ? null : `${domain.slice(0, dot + 1)}${ending}`
}

/** One letter too many, too few, wrong, or two that changed places. */
export function isOneSlipAway(a: string, b: string): boolean {
  if (a === b || Math.abs(a.length - b.length) > 1) return false
  let start = 0
  while (start < Math.min(a.length, b.length) && a[start] === b[start]) start++
  const [restA, restB] = [a.slice(start), b.slice(start)]
  if (restA.slice(1) === restB || restB.slice(1) === restA || restA.slice(1) === restB.slice(1)) return true
  return restA.slice(2) === restB.slice(2) && restA[0] === restB[1] && restA[1] === restB[0]
}
