type Property = { name: string; value: string; parameters: string }
type Language = 'ru' | 'en'

function readProperties(source: string): Property[] {
  const lines = source
    .slice(0, 1_000_000)
    .replace(/\r\n?/g, '\n')
    .replace(/\n[ \t]/g, '')
    .split('\n')
    .slice(0, 5_000)
  return lines.flatMap((line) => {
    const match = /^([A-Z-]{1,40})((?:;(?:[^":;]|"[^"]*")*)*):(.*)$/i.exec(line)
    return match
      ? [{ name: (match[1] ?? '').toUpperCase(), parameters: match[2] ?? '', value: (match[3] ?? '').trim() }]
      : []
  })
}

function unescapeText(value: string): string {
  return value.replace(/\\n/gi, '\n').replace(/\\([,;\\])/g, '$1')
}

const words = {
  en: {
    invitation: 'Invitation',
    cancelled: 'Cancelled',
    accepted: 'Accepted',
    declined: 'Declined',
    tentative: 'Tentatively accepted',
    counter: 'Another time proposed',
    when: 'When',
    where: 'Where',
    organizer: 'Organizer',
    attendees: 'Attendees',
    repeats: 'Repeats',
    daily: 'daily',
    weekly: 'weekly',
    monthly: 'monthly',
    yearly: 'yearly',
  },
  ru: {
    invitation: 'Приглашение',
    cancelled: 'Отменено',
    accepted: 'Принято',
    declined: 'Отклонено',
    tentative: 'Под вопросом',
    counter: 'Предложено другое время',
    when: 'Когда',
    where: 'Где',
    organizer: 'Организатор',
    attendees: 'Участники',
    repeats: 'Повторяется',
    daily: 'ежедневно',
    weekly: 'еженедельно',
    monthly: 'ежемесячно',
    yearly: 'ежегодно',
  },
} as const

type Moment = { time: Date; hasClock: boolean; zone: string }

function readMoment(property: Property | undefined): Moment | null {
  const match = /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)\d\d(Z)?)?/.exec(property?.value ?? '')
  if (!match) return null
  const [, year, month, day, hour, minute, utc] = match
  const time = new Date(
    Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour ?? 0), Number(minute ?? 0)),
  )
  if (Number.isNaN(time.getTime())) return null
  const zone = /TZID="?([^";:]{1,80})"?/i.exec(property?.parameters ?? '')?.[1] ?? ''
  return { time, hasClock: hour !== undefined, zone: utc ? 'UTC' : zone }
}

function addDuration(start: Moment, value: string): Moment | null {
  const match = /^P(?:(\d{1,4})W)?(?:(\d{1,4})D)?(?:T(?:(\d{1,4})H)?(?:(\d{1,4})M)?(?:\d{1,4}S)?)?$/.exec(
    value,
  )
  if (!match) return null
  const [weeks, days, hours, minutes] = match.slice(1).map((part) => Number(part ?? 0))
  const length = (((weeks ?? 0) * 7 + (days ?? 0)) * 24 + (hours ?? 0)) * 60 + (minutes ?? 0)
  return length === 0 ? null : { ...start, time: new Date(start.time.getTime() + length * 60_000) }
}

/** "1 April 2026, 10:00–11:00 (Europe/Moscow)": clocks stay in the sender's zone, which is named. */
function describeTime(start: Moment, end: Moment | null, language: Language): string {
  const locale = language === 'ru' ? 'ru-RU' : 'en-GB'
  const date = (time: Date): string =>
    new Intl.DateTimeFormat(locale, {
      timeZone: 'UTC',
      day: 'numeric',
      month: 'long',
      year: 'numeric',
    }).format(time)
  const clock = (time: Date): string => time.toISOString().slice(11, 16)
  if (!start.hasClock) {
    // The end of whole days is the first day that is free again.
    const last = end ? new Date(end.time.getTime() - 86_400_000) : start.time
    return last > start.time ? `${date(start.time)} – ${date(last)}` : date(start.time)
  }
  const zone = start.zone === '' ? '' : ` (${start.zone})`
  const from = `${date(start.time)}, ${clock(start.time)}`
  if (!end?.hasClock) return from + zone
  const isSameDay = date(end.time) === date(start.time)
  return `${from}${isSameDay ? `–${clock(end.time)}` : ` – ${date(end.time)}, ${clock(end.time)}`}${zone}`
}

function personOf(property: Property | undefined): string {
  if (!property) return ''
  const name = /(?:^|;)CN=(?:"([^"]*)"|([^";:]*))/i.exec(property.parameters)
  const address = property.value.replace(/^mailto:/i, '').trim()
  const spoken = (name?.[1] ?? name?.[2] ?? '').trim()
  return spoken === '' || spoken === address ? address : `${spoken} <${address}>`
}

function headingOf(all: readonly Property[], people: readonly Property[], language: Language): string {
  const say = words[language]
  const method = all.find((property) => property.name === 'METHOD')?.value.toUpperCase()
  const status = all.find((property) => property.name === 'STATUS')?.value.toUpperCase()
  if (method === 'CANCEL' || status === 'CANCELLED') return say.cancelled
  if (method === 'COUNTER') return say.counter
  const answer = /PARTSTAT=(ACCEPTED|DECLINED|TENTATIVE)/i
    .exec(people[0]?.parameters ?? '')?.[1]
    ?.toLowerCase()
  if (method === 'REPLY' && (answer === 'accepted' || answer === 'declined' || answer === 'tentative'))
    return say[answer]
  return say.invitation
}

/** What stands in the event itself: an alarm inside it has a description of its own. */
function ownProperties(properties: readonly Property[]): Property[] {
  const own: Property[] = []
  let depth = 0
  for (const property of properties) {
    if (property.name === 'BEGIN') depth += 1
    else if (property.name === 'END') {
      if (depth === 0) break
      depth -= 1
    } else if (depth === 0) own.push(property)
  }
  return own
}

/**
 * An invitation with no text of its own → a few lines a person can read: what, when, where, who. In Russian when
 * the invitation is, otherwise in English.
 */
export function summarizeCalendar(source: string): string {
  const all = readProperties(source)
  const begin = all.findIndex(({ name, value }) => name === 'BEGIN' && /^V(?:EVENT|TODO)$/i.test(value))
  const rest = begin < 0 ? all : all.slice(begin + 1)
  const event = ownProperties(rest)
  const find = (name: string): Property | undefined => event.find((property) => property.name === name)
  const text = (name: string): string => unescapeText(find(name)?.value ?? '').trim()
  const language: Language = /[а-яё]/i.test(`${text('SUMMARY')}${text('DESCRIPTION')}${text('LOCATION')}`)
    ? 'ru'
    : 'en'
  const say = words[language]
  const people = event.filter((property) => property.name === 'ATTENDEE')
  const start = readMoment(find('DTSTART'))
  const end =
    readMoment(find('DTEND') ?? find('DUE')) ?? (start && addDuration(start, find('DURATION')?.value ?? ''))
  const rhythm = /FREQ=(DAILY|WEEKLY|MONTHLY|YEARLY)/i.exec(find('RRULE')?.value ?? '')?.[1]?.toLowerCase()
  const named = people
    .slice(0, 20)
    .map(personOf)
    .filter((person) => person !== '')
  const lines: [string, string][] = [
    [headingOf(all, people, language), text('SUMMARY')],
    [say.when, start ? describeTime(start, end, language) : ''],
    [say.repeats, rhythm ? say[rhythm as 'daily' | 'weekly' | 'monthly' | 'yearly'] : ''],
    [say.where, text('LOCATION')],
    [say.organizer, personOf(find('ORGANIZER'))],
    [say.attendees, named.join(', ') + (people.length > named.length ? ' …' : '')],
  ]
  const told = lines.filter(([, value]) => value.trim() !== '').map(([label, value]) => `${label}: ${value}`)
  const description = text('DESCRIPTION')
  return [...told, ...(description === '' ? [] : ['', description])].join('\n').trim()
}
