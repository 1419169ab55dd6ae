/** What was found, as the server says it. */
interface Hit {
  title: string
  titleMarks: [number, number][]
  excerpt: string
  excerptMarks: [number, number][]
  url: string | null
}

const patienceMs = 140
const most = 5

/**
 * Turns a search box that works by itself into one that suggests while somebody types: a combobox with a list box, by
 * the ARIA pattern. Without an answer the form is sent as ever.
 */
export function suggest(form: HTMLFormElement): void {
  const input = form.querySelector('input')
  if (!input) return
  const list = document.createElement('div')
  list.id = 'suggestions'
  list.className = 'suggestions'
  list.setAttribute('role', 'listbox')
  list.setAttribute('aria-label', input.getAttribute('aria-label') ?? '')
  list.hidden = true
  form.append(list)
  for (const [name, value] of [
    ['role', 'combobox'],
    ['aria-autocomplete', 'list'],
    ['aria-controls', list.id],
    ['aria-expanded', 'false'],
  ] as const)
    input.setAttribute(name, value)

  let timer: number | undefined
  let asked: AbortController | null = null
  let chosen = -1
  const options = () => [...list.querySelectorAll<HTMLAnchorElement>('[role=option]')]
  const choose = (at: number) => {
    const all = options()
    chosen = all.length === 0 ? -1 : (at + all.length + 1) % (all.length + 1)
    // One place beyond the last is the box itself.
    if (chosen === all.length) chosen = -1
    all.forEach((option, index) => option.setAttribute('aria-selected', String(index === chosen)))
    const active = all[chosen]
    if (active) input.setAttribute('aria-activedescendant', active.id)
    else input.removeAttribute('aria-activedescendant')
  }
  const close = () => {
    asked?.abort()
    list.hidden = true
    input.setAttribute('aria-expanded', 'false')
    choose(-1)
  }
  const show = (hits: Hit[]) => {
    list.replaceChildren(
      ...hits.map((hit, index) =>
        option(
          `suggestion-${index}`,
          hit.url === null ? '' : pathOf(hit.url),
          marked('b', hit.title, hit.titleMarks),
          marked('small', hit.excerpt, hit.excerptMarks),
        ),
      ),
      option(
        'suggestion-write',
        form.dataset['write'] ?? '',
        marked('b', form.dataset['writeLabel'] ?? '', [], 'way'),
      ),
    )
    list.hidden = false
    input.setAttribute('aria-expanded', 'true')
    choose(-1)
  }
  const ask = async () => {
    const query = input.value.trim()
    asked?.abort()
    if (query.length < 2) return close()
    const own = (asked = new AbortController())
    const search = new URLSearchParams({
      query,
      language: document.documentElement.lang,
      limit: String(most),
      isTyping: 'true',
    })
    try {
      const answer = await fetch(`/api/v1/help/articles?${search}`, { signal: own.signal })
      if (answer.ok && asked === own) show(((await answer.json()) as { items: Hit[] }).items)
    } catch {
      // Cut off, or away: the form still searches.
    }
  }
  input.addEventListener('input', () => {
    clearTimeout(timer)
    timer = window.setTimeout(() => void ask(), patienceMs)
  })
  input.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !list.hidden) {
      event.preventDefault()
      close()
    } else if (event.key === 'ArrowDown' && list.hidden) void ask()
    else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      const from = chosen === -1 && event.key === 'ArrowUp' ? options().length : chosen
      choose(from + (event.key === 'ArrowDown' ? 1 : -1))
    } else if (event.key === 'Enter' && chosen >= 0) {
      event.preventDefault()
      options()[chosen]?.click()
    }
  })
  form.addEventListener('focusout', (event) => {
    if (!form.contains(event.relatedTarget as Node | null)) close()
  })
}

/** Whatever host the desk says it is at, the article is where this page is. */
function pathOf(address: string): string {
  return new URL(address, location.href).pathname
}

function option(id: string, url: string, ...parts: Node[]): HTMLAnchorElement {
  const link = document.createElement('a')
  link.id = id
  link.href = url
  link.tabIndex = -1
  link.setAttribute('role', 'option')
  link.setAttribute('aria-selected', 'false')
  // Pressed, it must not take the focus first and be gone with the list.
  link.addEventListener('mousedown', (event) => event.preventDefault())
  link.append(...parts)
  return link
}

/** A text with its marked places; what was written is never read as HTML. */
function marked(tag: string, text: string, marks: [number, number][], name = ''): HTMLElement {
  const element = document.createElement(tag)
  element.className = name
  let at = 0
  for (const [start, end] of marks) {
    const mark = document.createElement('mark')
    mark.textContent = text.slice(start, end)
    element.append(text.slice(at, start), mark)
    at = end
  }
  element.append(text.slice(at))
  return element
}
