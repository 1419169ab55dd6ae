import { contrast } from '../../ui/contrast.ts'

/** Whether letters of this colour, as browsers compute it, stand on something dark. */
export function isForDark(colour: string): boolean {
  const parts = /^rgba?\((\d+),? (\d+),? (\d+)/.exec(colour)?.slice(1) ?? []
  if (parts.length < 3) return false
  const hex = `#${parts.map((part) => Number(part).toString(16).padStart(2, '0')).join('')}`
  return contrast(hex, '#000000') > contrast(hex, '#ffffff')
}

/**
 * A form that looks like its page goes by the page's letters: what a visitor's system prefers says nothing of a page that
 * has one look. Followed, because pages change theirs by a class or with the system.
 */
export function followPage(host: HTMLElement, frame: HTMLElement): void {
  const follow = () => frame.classList.toggle('on-dark', isForDark(getComputedStyle(host).color))
  follow()
  for (const element of [document.documentElement, document.body])
    new MutationObserver(follow).observe(element, { attributes: true })
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', follow)
}
