/** An e-mail address as it is compared and stored: trimmed, in lower case. */
export function normaliseEmail(address: string): string {
  return address.trim().toLowerCase()
}

/**
 * A phone number in E.164 form, `+74951234567`. A Russian number may be dialled with 8 or without a country
 * code; anything else without a plus is kept as its digits, since guessing a country would join strangers.
 * Null when there are fewer than three digits.
 */
export function normalisePhone(text: string): string | null {
  const digits = text.replace(/\D/g, '')
  if (digits.length < 3 || digits.length > 15) return null
  if (text.trim().startsWith('+')) return `+${digits}`
  if (digits.length === 11 && /^[78]/.test(digits)) return `+7${digits.slice(1)}`
  if (digits.length === 10 && digits.startsWith('9')) return `+7${digits}`
  return digits
}
