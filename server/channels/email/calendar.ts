type Property = { name: string; value: string; parameters: string }

function readProperties(source: string): Property[] {
  const lines = source
    .replace(/\r\n?/g, '\n')
    .replace(/\n[ \t]/g, '')
    .split('\n')
    .slice(0, 5_000)
  return lines.flatMap((line) => {
    const match = /^([A-Z-]+)((?:;(?:[^":;]|"[^"]*")*)*):(.*)$/i.exec(line)
    return match
      ? [{ name: (match[1] ?? '').toUpperCase(), parameters: match[2] ?? '', value: (match[3] ?? '').trim() }]
      : []
  })
}

function unescapeText(value: string): string {
  return value.replace(/\\n/gi, '\n').replace(/\\([,;\\])/g, '$1')
}

function readTime(property: Property | undefined): string {
  const match = /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)\d\d(Z)?)?/.exec(property?.value ?? '')
  if (!match) return ''
  const zone = /TZID="?([^";:]+)"?/i.exec(property?.parameters ?? '')?.[1]
  const clock = match[4] ? ` ${match[4]}:${match[5]}` : ''
  return `${match[1]}-${match[2]}-${match[3]}${clock}${match[6] ? ' UTC' : clock && zone ? ` (${zone})` : ''}`
}

/** An invitation with no text of its own → a few lines a person can read. Dates stay in the sender's zone. */
export function summarizeCalendar(source: string): string {
  const all = readProperties(source)
  const begin = all.findIndex(
    (property) => property.name === 'BEGIN' && property.value.toUpperCase() === 'VEVENT',
  )
  const event = begin < 0 ? all : all.slice(begin)
  const find = (name: string): Property | undefined => event.find((property) => property.name === name)
  const text = (name: string): string => unescapeText(find(name)?.value ?? '')
  const organizer = find('ORGANIZER')
  const organizerName = /CN="?([^";:]+)"?/i.exec(organizer?.parameters ?? '')?.[1] ?? ''
  const organizerAddress = (organizer?.value ?? '').replace(/^mailto:/i, '')
  const times = [readTime(find('DTSTART')), readTime(find('DTEND'))].filter((time) => time !== '')
  return [
    text('SUMMARY'),
    times.join(' – '),
    text('LOCATION'),
    [organizerName, organizerAddress].filter((part) => part !== '').join(', '),
    text('DESCRIPTION'),
  ]
    .filter((line) => line.trim() !== '')
    .join('\n')
}
