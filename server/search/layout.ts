const LATIN = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`"
const RUSSIAN = 'йцукенгшщзхъфывапролджэячсмитьбюё'

/** The text as it would have come out in the other keyboard layout: «gbcmvj» was meant to be «письмо». */
export function otherLayout(text: string): string {
  const lower = text.toLowerCase()
  const [from, to] = /[а-яё]/.test(lower) ? [RUSSIAN, LATIN] : [LATIN, RUSSIAN]
  return Array.from(lower, (letter) =>
    from.includes(letter) ? to.charAt(from.indexOf(letter)) : letter,
  ).join('')
}
