/** What a target may be at most: a year. */
export const mostMinutes = 527_040

/** `8 ч`, `1 ч 30 мин`, `30 мин`: no days, since a day of work and a day of the calendar are not the same. */
export function durationText(minutes: number, words: { hour: string; minute: string }): string {
  const hours = Math.floor(minutes / 60)
  const rest = minutes % 60
  const parts = [hours > 0 && `${hours} ${words.hour}`, rest > 0 && `${rest} ${words.minute}`]
  return parts.filter(Boolean).join(' ') || `0 ${words.minute}`
}

const number = String.raw`(\d{1,6}(?:[.,]\d{1,2})?)`
const hoursThen = new RegExp(
  `^${number}\\s*(?:ч|час[а-я]*|h|hours?|hrs?)\\.?(?:\\s*(\\d{1,3})\\s*(?:м|мин[а-я]*|m|min[a-z]*)?\\.?)?$`,
  'i',
)
const minutesOnly = new RegExp(`^${number}\\s*(?:м|мин[а-я]*|m|min[a-z]*)\\.?$`, 'i')
const clock = /^(\d{1,4}):([0-5]\d)$/
const bare = new RegExp(`^${number}$`)

/** Minutes in what somebody typed: `8`, `8 ч`, `1,5 ч`, `1ч 30м`, `90 мин`, `8:30`. Null when it says nothing of the kind. */
export function parseDuration(text: string): number | null {
  const typed = text.trim()
  const value = (part: string | undefined) => Number((part ?? '0').replace(',', '.'))
  const timed = clock.exec(typed)
  const withHours = hoursThen.exec(typed)
  const withMinutes = minutesOnly.exec(typed)
  const plain = bare.exec(typed)
  const minutes = timed
    ? value(timed[1]) * 60 + value(timed[2])
    : withHours
      ? value(withHours[1]) * 60 + value(withHours[2])
      : withMinutes
        ? value(withMinutes[1])
        : plain
          ? value(plain[1]) * 60
          : Number.NaN
  const whole = Math.round(minutes)
  return whole >= 1 && whole <= mostMinutes ? whole : null
}
