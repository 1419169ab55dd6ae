import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { macroFilters } from '#contract/macros.ts'
import { cleanComposedHtml } from '#server/platform/composed-html.ts'
import { Failed } from '#server/platform/http/failure.ts'
import { filterNames } from './engine.ts'
import { findProblem } from './find-problem.ts'
import { Moment } from './moment.ts'
import { renderMacro } from './render-macro.ts'
import { Several } from './several.ts'
import { templateSource } from './source.ts'
import type { Speech } from './speech.ts'

const ru: Speech = { language: 'ru', timeZone: 'Europe/Moscow', now: new Date('2026-11-22T06:30:00Z') }
const en: Speech = { ...ru, language: 'en' }
const valuesOf = (speech: Speech) => ({
  greeting: 'Доброе утро',
  customer: {
    name: 'Сидоров Иван Петрович',
    first_name: 'Иван',
    polite_name: 'Иван Петрович',
    gender: 'male',
    phone: '',
    fields: { plan: 'Бизнес' },
  },
  ticket: {
    number: 'HD-1256',
    subject: 'Счёт <b>за</b> {{ октябрь }}',
    days_open: 3,
    created_at: new Moment(new Date('2026-11-19T21:15:00Z'), speech),
    tags: new Several(['счёт', 'срочно']),
    fields: { colours: new Several(['красный', '{{ синий }}']) },
  },
})
const say = (template: string, speech = ru) => renderMacro(template, valuesOf(speech), speech)
const problemOf = (html: string) => findProblem(templateSource(html))
const refusal = (work: () => unknown): unknown => {
  try {
    return work()
  } catch (error) {
    return error instanceof Failed ? { name: error.failure, ...error.facts.detail } : error
  }
}

describe('a macro is filled in', () => {
  test.each([
    ['{{ greeting }}, {{ customer.polite_name }}!', 'Доброе утро, Иван Петрович!'],
    ['Вы {{ customer.gender | gendered: "обратился", "обратилась", "обратились" }}', 'Вы обратился'],
    ['{{ customer.name | decline: "кому" }}', 'Сидорову Ивану Петровичу'],
    ['{{ customer.phone | default: "без телефона" }}', 'без телефона'],
    ['{{ customer.fields.plan }}, {{ ticket.fields.none | default: "нет" }}', 'Бизнес, нет'],
    ['{{ ticket.created_at }}', '20 ноября 2026 года'],
    ['{{ ticket.created_at | date_short }} в {{ ticket.created_at | time }}', '20.11.2026 в 00:15'],
    ['{{ ticket.created_at | weekday }}', 'пятница'],
    ['{{ ticket.days_open }} {{ ticket.days_open | plural: "день", "дня", "дней" }}', '3 дня'],
    ['{{ ticket.tags }}: {{ ticket.tags | join: " и " }}', 'счёт, срочно: счёт и срочно'],
    ['{{ ticket.tags | first }}, {{ ticket.tags | last | upcase }}', 'счёт, СРОЧНО'],
    ['{{ ticket.tags | size }}, {{ ticket.number | size }}', '2, 7'],
    ['{{ ticket.fields.colours | last }} {{ ticket.fields.colours }}', '{{ синий }} красный, {{ синий }}'],
    ['{% if ticket.tags contains "счёт" %}да{% endif %}', 'да'],
    ['{{ ticket.tags | default: "нет" }}', 'счёт, срочно'],
    [
      '{% assign many = ticket.fields.none | size %}{% if many &gt; 0 %}{{ 6 | divided_by: many }}{% endif %}.',
      '.',
    ],
    ['{{ 7 | divided_by: 2 }}', '3.5'],
    ['{% if customer.phone %}Позвоним{% else %}Напишем{% endif %}', 'Напишем'],
    ['{% if ticket.days_open &gt; 2 %}Долго{% endif %}', 'Долго'],
    ['{{ <b>customer.first_name</b>&nbsp;| default: “друг” }}', 'Иван'],
    ['{{ customer.phone | default: «не указан» }}', 'не указан'],
    ['{{ customer.phone | default: ‘не указан’ }}', 'не указан'],
    ['{{ customer.phone | default: "«Ромашка»" }}', '«Ромашка»'],
    ["{{ customer.phone | default: '«Ромашка»' }}", '«Ромашка»'],
  ])('%s', (template, expected) => expect(say(`<p>${template}</p>`).text).toBe(expected))

  test('dates and plurals in English', () => {
    const text = '{{ ticket.created_at }}: {{ ticket.days_open | plural: "day", "days" }}'
    expect(say(text, en).text).toBe('20 November 2026: days')
  })

  test('values are escaped, and their own braces are quoted', () => {
    const { html, text } = say('<p>{{ ticket.subject }}</p>')
    expect(html).toBe('<p>Счёт &lt;b&gt;за&lt;/b&gt; {{ октябрь }}</p>')
    expect(text).toBe('Счёт <b>за</b> {{ октябрь }}')
  })

  test('a paragraph of tags leaves no empty line', () => {
    const template = '<p>А</p><p>{% if customer.phone %}</p><p>Б</p><p>{% endif %}</p><p>В</p>'
    expect(say(template).html).toBe('<p>А</p><p>В</p>')
  })

  test('a long row of tags with words behind it is read at once', () => {
    const row = '{% assign a = 1 %}  '.repeat(300)
    expect(templateSource(`<p>${row}x</p>`)).toBe(`<p>${row}x</p>\n`)
  })

  test('what is not known is named, where nothing stands for it and only where it is said', () => {
    const template =
      '{{ customer.phone }} {{ ticket.fields.order }} {{ customer.phone | default: "x" }}{% if customer.phone %}{{ agent.name }}{% endif %}'
    expect(say(template).missing).toEqual(['customer.phone', 'ticket.fields.order'])
  })
})

describe('a broken macro', () => {
  test.each([
    [
      '<p>Раз</p><p>два {{ customer.nam }}!</p>',
      'unknown_variable',
      'customer.nam',
      2,
      8,
      'два {{ customer.nam }}!',
    ],
    [
      '<p>Раз<br>два <b>три {{ customer.name</b></p>',
      'unclosed_output',
      '{{ customer.name',
      2,
      9,
      'два три {{ customer.name',
    ],
    [
      '<ul><li><p>Раз</p></li><li><p>{% if customer.name %}да</p></li></ul>',
      'unclosed_tag',
      '{% if customer.name %}',
      3,
      1,
      '{% if customer.name %}да',
    ],
    ['<p>{{ customer.name | upper }}</p>', 'unknown_filter', 'upper', 1, 1, '{{ customer.name | upper }}'],
    [
      '<p>{% for a in ticket.tags %}{{ a }}{% endfor %}</p>',
      'unknown_tag',
      'for',
      1,
      1,
      '{% for a in ticket.tags %}{{ a }}{% endfor %}',
    ],
    ['<p>{% include "/etc/passwd" %}</p>', 'unknown_tag', 'include', 1, 1, '{% include "/etc/passwd" %}'],
    ['<p>Привет, customer.name }}</p>', 'stray_braces', '}}', 1, 23, 'Привет, customer.name }}'],
    ['<p>А</p><p>Б {customer.name}</p>', 'stray_braces', '{customer.name}', 2, 3, 'Б {customer.name}'],
    ['<p>{{ "{{ x }}" }}</p>', 'stray_braces', '{{', 1, 1, '{{ "{{ x }}" }}'],
    [
      '<p>{{ customer.gender | gendered: "а", "б" }}</p>',
      'few_arguments',
      'gendered',
      1,
      1,
      '{{ customer.gender | gendered: "а", "б" }}',
    ],
    [
      '<p>{{ customer.name | decline: "кого-то" }}</p>',
      'few_arguments',
      'decline: кого-то',
      1,
      1,
      '{{ customer.name | decline: "кого-то" }}',
    ],
    ['<p>Раз</p><p>{{ 5 | divided_by: 0 }}</p>', 'no_number', 'divided_by', 2, 1, '{{ 5 | divided_by: 0 }}'],
    ['<p>{{ customer.name | raw }}</p>', 'unknown_filter', 'raw', 1, 1, '{{ customer.name | raw }}'],
    [
      '<p>{{ customer.constructor }}</p>',
      'unknown_variable',
      'customer.constructor',
      1,
      4,
      '{{ customer.constructor }}',
    ],
  ])('%s', (html, problem, word, line, column, snippet) => {
    expect(problemOf(html)).toEqual({ problem, word, line, column, snippet })
    expect(refusal(() => say(html))).toMatchObject({ name: 'bad_template', problem, line })
  })

  test.each(['ticket.days_open | minus: 3', '0.0', '1 | times: 0'])('a division by %s', (zero) => {
    const html = `<p>Раз</p><p>{% assign zero = ${zero} %}Ещё {{ 5 | divided_by: zero }}</p>`
    expect(problemOf(html)).toBeNull()
    expect(refusal(() => say(html))).toMatchObject({
      name: 'bad_template',
      problem: 'no_number',
      word: 'divided_by',
      line: 2,
    })
  })

  test.each([
    ['doubling', `{% assign a = "ab" %}${'{% assign a = a | append: a %}'.repeat(60)}{{ a }}`],
    ['replacing', `{% assign a = "${'a'.repeat(3000)}" %}{{ a | replace: "a", a | replace: "a", a }}`],
    ['braces out of halves', '{% assign a = "{" %}{{ a }}{{ a }}'],
    ['open braces', '{{'.repeat(9000)],
    ['open tags', '{%'.repeat(9000)],
    ['nesting', `${'{% if true %}'.repeat(1000)}x`],
  ])('%s is refused', (_what, html) => {
    expect(refusal(() => say(html))).toMatchObject({ name: 'bad_template' })
  })
})

test('the filters are those of the contract', () => {
  expect(filterNames().toSorted()).toEqual([...macroFilters].toSorted())
})

const piece = fc.oneof(
  fc.constantFrom(
    '{{',
    '}}',
    '{%',
    '%}',
    '{',
    '}',
    '{{ customer.name }}',
    '{% raw %}',
    '{% endraw %}',
    '{% if customer.name %}',
    '{% endif %}',
    '<p>',
    '</p>',
    '<br>',
    '&#123;',
    '&lbrace;',
    '\uE000',
    '{% assign a = "{" %}',
    '{{ a }}',
    '{{ "{" | append: "{" }}',
    '{{- customer.name -}}',
    '|',
    '"',
  ),
  fc.string({ maxLength: 8 }),
)

test('no answer holds braces of a template, whatever was written', () => {
  const value = fc.string({ maxLength: 12 }).filter((text) => !/[{}]/.test(text))
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), value, (pieces, name) => {
      const html = cleanComposedHtml(pieces.join(''))
      try {
        const { html: out, text } = renderMacro(html, { customer: { name } }, ru)
        expect(`${out}\n${text}`).not.toMatch(/\{\{|\{%/)
      } catch (error) {
        // Nothing, and a name for it: never half an answer.
        if (!(error instanceof Failed)) throw error
        expect(error.failure).toBe('bad_template')
      }
    }),
    { numRuns: 2000 },
  )
})
