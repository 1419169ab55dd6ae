import { describe, expect, test } from 'vitest'
import { renderTemplate, templateProblem } from './written-template.ts'

const allowed = ['customer.name', 'ticket.subject']
const values = { customer: { name: '<a href="https://evil.example">Anna</a>' }, ticket: { subject: 'x' } }

describe('a template somebody wrote', () => {
  test.each([
    ['doubling', `{% assign a = "ab" %}${'{% assign a = a | append: a %}'.repeat(60)}{{ a }}`],
    [
      'captures',
      `{% capture a %}${'x'.repeat(500)}{% endcapture %}${'{% capture a %}{{a}}{{a}}{% endcapture %}'.repeat(40)}`,
    ],
    ['replacing', `{% assign a = "${'a'.repeat(3000)}" %}{{ a | replace: "a", a | replace: "a", a }}`],
    ['nesting', `${'{% if true %}'.repeat(1400)}x${'{% endif %}'.repeat(1400)}`],
  ])('%s ends soon, in an error or not, and takes little', (_what, source) => {
    const before = process.memoryUsage().heapUsed
    const text = ((): string => {
      try {
        return renderTemplate(source, values)
      } catch {
        return ''
      }
    })()
    expect(text.length).toBeLessThan(2_000_000)
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(200 * 2 ** 20)
  })

  test('says nothing that was written by others as markup', () => {
    expect(renderTemplate('{{ customer.name }}', values)).not.toContain('<a')
    // Nothing here is markup that a template could rightly take as it is.
    expect(templateProblem('{{ customer.name | raw }}', allowed)).toMatchObject({
      problem: 'unknown_filter',
      word: 'raw',
    })
    expect(() => renderTemplate('{{ customer.name | raw }}', values)).toThrow()
  })

  test('reaches nothing but its values', () => {
    for (const source of [
      '{{ customer.constructor.name }}',
      '{{ customer.__proto__ }}',
      '{{ "x".constructor }}',
      '{{ customer.name.length.constructor }}',
    ]) {
      const said = ((): string => {
        try {
          return renderTemplate(source, values)
        } catch {
          return ''
        }
      })()
      expect([source, said.trim()]).toEqual([source, ''])
    }
    expect(templateProblem('{% include "/etc/passwd" %}', allowed)).toMatchObject({ problem: 'unknown_tag' })
    expect(templateProblem('{% render "/etc/passwd" %}', allowed)).toMatchObject({ problem: 'unknown_tag' })
    expect(templateProblem('{{ settings.secret }}', allowed)).toMatchObject({ problem: 'unknown_variable' })
  })

  test('is checked where nothing leads to at first, too', () => {
    const hidden = '{% if customer.name == "Anna" %}{{ customer.name | nosuch }}{% endif %}'
    expect(templateProblem(hidden, allowed)).toMatchObject({ problem: 'unknown_filter', word: 'nosuch' })
  })
})
