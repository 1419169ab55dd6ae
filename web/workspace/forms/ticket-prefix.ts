/** The rule of `ticketPrefix` in contract/desk.ts: a letter, then up to nine letters or digits. */
export function isTicketPrefix(text: string): boolean {
  return /^[A-Za-zА-Яа-яЁё][A-Za-zА-Яа-яЁё0-9]{0,9}$/.test(text.trim())
}
