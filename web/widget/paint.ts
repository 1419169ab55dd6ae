import { inkOn } from '../ui/contrast.ts'

/** The colours a site's owner has chosen, each with the ink that can be read on it; the usual ones where there are none. */
export function paint(
  element: HTMLElement,
  { accent, accentDark }: { accent: string | null; accentDark: string | null },
): void {
  const colours = { light: accent, dark: accentDark ?? accent }
  for (const [name, colour] of Object.entries(colours)) {
    if (colour === null) {
      element.style.removeProperty(`--chosen-${name}`)
      element.style.removeProperty(`--ink-on-${name}`)
      continue
    }
    element.style.setProperty(`--chosen-${name}`, colour)
    element.style.setProperty(`--ink-on-${name}`, inkOn(colour))
  }
}
