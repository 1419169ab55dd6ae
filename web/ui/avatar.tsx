import { classNames } from './class-names.ts'

/** Dark enough for white letters (4.5:1) in both themes. */
const colours = [
  '#8a5a44',
  '#3b6b57',
  '#6b4fa0',
  '#2d6a8f',
  '#8d3f63',
  '#5d6b2f',
  '#7a5c1e',
  '#4a5a9c',
  '#8a4b38',
  '#2f6f6b',
]
const sizes = { sm: 'size-6 text-[10px]', md: 'size-7 text-[10px]', lg: 'size-9 text-md' } as const

/** `Ирина Соколова` → `ИС`; an address gives its first two letters. */
export function initials(name: string): string {
  const words = name
    .replace(/[«»"'()]/g, '')
    .split(/[\s@._-]+/)
    .filter((word) => /[\p{L}\p{N}]/u.test(word))
  const [first, second] = words
  if (!first) return '?'
  if (!second) return Array.from(first).slice(0, 2).join('').toUpperCase()
  return [first, second]
    .map((word) => Array.from(word)[0])
    .join('')
    .toUpperCase()
}

function colour(seed: string): string {
  let sum = 2166136261
  for (const letter of seed) sum = Math.imul(sum ^ (letter.codePointAt(0) ?? 0), 16777619) >>> 0
  return colours[((sum ^ (sum >>> 16)) >>> 0) % colours.length] ?? '#8a5a44'
}

/** A person as two letters on a colour of their own. The name is always written beside it. */
export function Avatar({
  name,
  size = 'sm',
  className,
}: {
  name: string
  size?: keyof typeof sizes
  className?: string
}) {
  return (
    <span
      aria-hidden="true"
      // Drawn, not written: the letters are no part of the text or of any name.
      data-initials={initials(name)}
      className={classNames(
        'grid flex-none place-items-center rounded-full font-semibold text-white before:content-[attr(data-initials)]',
        sizes[size],
        className,
      )}
      style={{ background: colour(name) }}
    />
  )
}
