import { expect, test } from 'vitest'
import type { ShownField, ShownForm } from '#contract/web-form-visits.ts'
import { plainForm, scriptTag } from './snippets.ts'

const field = (id: string, input: ShownField['input'], more: Partial<ShownField> = {}): ShownField => ({
  id,
  kind: 'ticket',
  input,
  label: id,
  hint: '',
  isRequired: false,
  choices: [],
  shownWhen: null,
  ...more,
})

test('the script tag carries the key, and quotes what somebody calls the button', () => {
  expect(scriptTag('https://desk.example', 'k1')).toBe(
    '<script async type="module" src="https://desk.example/widget/form.js?key=k1"></script>',
  )
  expect(scriptTag('https://desk.example', 'k1', '"><b>')).toContain('data-button="&quot;&gt;&lt;b&gt;"')
})

test('the plain form has every field of the form, and says of files how they are sent', () => {
  const form = {
    button: 'Отправить',
    consent: { text: 'Согласен', url: null },
    words: { choose: 'Выберите' },
    fields: [
      field('email', 'email', { label: 'Почта <важно>', isRequired: true }),
      field('topic', 'choice', { choices: [{ value: 'a', name: 'А & Б' }] }),
      field('days', 'number', { isRequired: true, shownWhen: { fieldId: 'topic', values: ['a'] } }),
      field('files', 'files'),
    ],
  } as unknown as ShownForm
  const html = plainForm(form, 'https://desk.example/help/ru/forms/k1')
  expect(html).toContain('enctype="multipart/form-data"')
  expect(html).toContain('Почта &lt;важно&gt; <input type="email" name="email" required>')
  expect(html).toContain('<option value="a">А &amp; Б</option>')
  // Not everybody is asked for it.
  expect(html).toContain('name="days">')
  expect(html).toContain('name="consent" value="on" required')
  expect(html).toContain('name="website"')
})
