/** `a@b.ru, c@d.com; e@f.org` → the addresses, and what among them is none. */
export function readAddresses(text: string): { addresses: string[]; wrong: string[] } {
  const typed = text.split(/[,;\s]+/).filter((part) => part !== '')
  const isAddress = (part: string) =>
    /^[^\s@<>]+@[^\s@<>]+\.[^\s@<>.]+$/.test(part) || /^[^\s@<>]+@localhost$/.test(part)
  const addresses = typed.filter(isAddress).map((part) => part.toLowerCase())
  return { addresses: [...new Set(addresses)], wrong: typed.filter((part) => !isAddress(part)) }
}
