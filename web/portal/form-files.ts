import type { FormFile } from '#contract/web-form-visits.ts'

/** Sends one file, telling how far it is: fetch does not say that of an upload. */
function upload(address: string, file: File, onProgress: (part: number) => void): Promise<FormFile> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', address)
    request.setRequestHeader('content-type', file.type || 'application/octet-stream')
    request.upload.onprogress = (event) => onProgress(event.total > 0 ? event.loaded / event.total : 0)
    request.onerror = () => reject(new Error('network'))
    request.onload = () =>
      request.status < 300
        ? resolve(JSON.parse(request.responseText) as FormFile)
        : reject(new Error(String(request.status)))
    request.send(file)
  })
}

/**
 * Files of a form go up as soon as they are chosen, each with its progress, and stand in the page as those do that the
 * server kept by itself: a ticked box each. Answers how to wait for those that are on their way.
 */
export function startFiles(form: HTMLFormElement): () => Promise<unknown> {
  const onTheirWay = new Set<Promise<unknown>>()
  const key = form.dataset['key'] ?? ''
  const named = form.elements.namedItem('submission')
  const submission = named instanceof HTMLInputElement ? named.value : ''
  for (const input of form.querySelectorAll<HTMLInputElement>('input[type=file]')) {
    const list = input.parentElement?.querySelector('ul')
    if (!list) continue
    const { mostBytes, most, tooMany, tooLarge, failed } = input.dataset
    const said = document.createElement('p')
    said.className = 'problem'
    said.setAttribute('role', 'alert')
    input.after(said)
    const add = (file: File): void => {
      const item = document.createElement('li')
      const label = document.createElement('label')
      label.className = 'tick'
      const box = document.createElement('input')
      Object.assign(box, { type: 'checkbox', name: 'fileIds', checked: true, disabled: true })
      const name = document.createElement('span')
      name.textContent = file.name
      label.append(box, name)
      const progress = document.createElement('progress')
      progress.value = 0
      progress.setAttribute('aria-label', file.name)
      item.append(label, progress)
      list.append(item)
      const search = new URLSearchParams({ name: file.name.slice(0, 255) || 'file', submission })
      const sent = upload(`/api/v1/forms/${key}/files?${search.toString()}`, file, (part) => {
        progress.value = part
      })
        .then(
          ({ id }) => {
            box.value = String(id)
            box.disabled = false
          },
          () => {
            item.remove()
            said.textContent = `${file.name}: ${failed ?? ''}`
          },
        )
        .finally(() => {
          progress.remove()
          onTheirWay.delete(sent)
        })
      onTheirWay.add(sent)
    }
    input.addEventListener('change', () => {
      said.textContent = ''
      for (const file of input.files ?? []) {
        if (file.size > Number(mostBytes)) said.textContent = `${file.name}: ${tooLarge ?? ''}`
        else if (list.children.length >= Number(most)) said.textContent = tooMany ?? ''
        else add(file)
      }
      // They are sent already: not once more with the form.
      input.value = ''
    })
  }
  return () => Promise.allSettled(onTheirWay)
}
