/** Nine o'clock of the next day: what a preview says of hours, whatever they are. */
export function tomorrowMorning(): string {
  const at = new Date()
  at.setDate(at.getDate() + 1)
  at.setHours(9, 0, 0, 0)
  return at.toISOString()
}
