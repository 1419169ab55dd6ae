import type { ShownField, ShownForm } from '#contract/web-form-visits.ts'

const escape = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

/** The line that puts a form into a page; `button` for one that opens it in a window. */
export function scriptTag(origin: string, key: string, button?: string): string {
  const more = button === undefined ? '' : ` data-button="${escape(button)}"`
  return `<script async type="module" src="${origin}/widget/form.js?key=${key}"${more}></script>`
}

/** The same form in plain HTML, with its own fields, for pages without a script. */
export function plainForm(form: ShownForm, url: string): string {
  const hasFiles = form.fields.some((field) => field.input === 'files')
  const lines = form.fields.flatMap((field) => fieldLines(field, form.words))
  const consent = form.consent
    ? [
        `  <label><input type="checkbox" name="consent" value="on" required> ${escape(form.consent.text)}</label>`,
      ]
    : []
  return [
    `<form method="post" action="${escape(url)}"${hasFiles ? ' enctype="multipart/form-data"' : ''}>`,
    ...lines,
    ...consent,
    // Nobody sees it; whoever fills it in is no person.
    '  <input name="website" tabindex="-1" autocomplete="off" style="position:absolute;left:-9999px" aria-hidden="true">',
    `  <button>${escape(form.button)}</button>`,
    '</form>',
  ].join('\n')
}

const types = { email: 'email', phone: 'tel', date: 'date', url: 'url', number: 'text' } as const

function fieldLines(field: ShownField, words: Readonly<Record<string, string>>): string[] {
  const { id, input, label } = field
  // What waits for another field cannot be demanded of everybody.
  const must = field.isRequired && field.shownWhen === null ? ' required' : ''
  const name = escape(label)
  if (input === 'checkbox')
    return [`  <label><input type="checkbox" name="${id}" value="on"${must}> ${name}</label>`]
  if (input === 'multi_choice') {
    const boxes = field.choices.map(
      (one) =>
        `    <label><input type="checkbox" name="${id}" value="${escape(one.value)}"> ${escape(one.name)}</label>`,
    )
    return [`  <fieldset>`, `    <legend>${name}</legend>`, ...boxes, `  </fieldset>`]
  }
  if (input === 'choice') {
    const options = field.choices.map(
      (one) => `    <option value="${escape(one.value)}">${escape(one.name)}</option>`,
    )
    return [
      `  <label>${name} <select name="${id}"${must}>`,
      `    <option value="">${escape(words['choose'] ?? '')}</option>`,
      ...options,
      '  </select></label>',
    ]
  }
  if (input === 'long_text')
    return [`  <label>${name} <textarea name="${id}" rows="6"${must}></textarea></label>`]
  if (input === 'files') return [`  <label>${name} <input type="file" name="${id}" multiple${must}></label>`]
  return [
    `  <label>${name} <input type="${types[input as keyof typeof types] ?? 'text'}" name="${id}"${must}></label>`,
  ]
}
