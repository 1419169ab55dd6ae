const [white, dark] = ['#ffffff', '#10131c'] as const

/** Which of two inks stands out more from a colour (WCAG 2, contrast of luminances). */
export function inkOn(colour: string): typeof white | typeof dark {
  return contrast(colour, white) >= contrast(colour, dark) ? white : dark
}

export function contrast(a: string, b: string): number {
  const [lighter = 1, darker = 0] = [luminance(a), luminance(b)].toSorted((one, other) => other - one)
  return (lighter + 0.05) / (darker + 0.05)
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
