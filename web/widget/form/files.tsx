/** @jsxImportSource preact */
import { useRef } from 'preact/hooks'
import type { FormFile, ShownField, ShownForm } from '#contract/web-form-visits.ts'
import type { FormApi } from './api.ts'

/** A file that is going up, or has. */
export interface PickedFile {
  name: string
  /** 0 to 1; null once it failed. */
  part: number | null
  isTooLarge: boolean
  sent: Promise<FormFile>
}

interface Props {
  api: FormApi
  form: ShownForm
  field: ShownField
  files: readonly PickedFile[]
  submission: string
  problem: string | undefined
  onChange: (change: (files: readonly PickedFile[]) => readonly PickedFile[]) => void
}

/** Files go up as soon as they are chosen, so that sending does not wait for them. */
export function Files({ api, form, field, files, submission, problem, onChange }: Props) {
  const { words } = form
  const input = useRef<HTMLInputElement>(null)
  const own = `otk-${form.key.slice(0, 6)}-${field.id}`
  const add = (chosen: readonly File[]) => {
    for (const file of chosen.slice(0, form.maxFiles - files.length)) {
      const update = (part: number | null) =>
        onChange((was) => was.map((each) => (each.sent === sent ? { ...each, part } : each)))
      const isTooLarge = file.size > form.maxFileBytes
      const sent = isTooLarge
        ? Promise.reject<FormFile>(new Error('too large'))
        : api.upload(file, submission, update)
      sent.then(
        () => update(1),
        () => update(null),
      )
      onChange((was) => [...was, { name: file.name, part: isTooLarge ? null : 0, isTooLarge, sent }])
    }
  }
  return (
    <div class="field">
      <span class="label" id={`${own}-name`}>
        {field.label}
        {field.isRequired && (
          <span class="must" aria-hidden="true">
            {' *'}
          </span>
        )}
      </span>
      {files.length > 0 && (
        <ul class="files">
          {files.map((file, at) => (
            // Two of one name are two files.
            <li key={`${at} ${file.name}`} class={file.part === null ? 'failed' : ''}>
              <span class="name">{file.name}</span>
              {file.part === null ? (
                <span class="why">{words[file.isTooLarge ? 'problem.too_large_files' : 'fileFailed']}</span>
              ) : (
                file.part < 1 && <progress value={file.part} aria-label={file.name} />
              )}
              <button
                type="button"
                aria-label={words['removeFile']?.replace('{{name}}', file.name)}
                onClick={() => onChange((was) => was.filter((each) => each !== file))}
              >
                ×
              </button>
            </li>
          ))}
        </ul>
      )}
      {files.length < form.maxFiles && (
        <button
          type="button"
          class="plain"
          data-invalid={problem === undefined ? undefined : 'yes'}
          aria-describedby={`${own}-name${problem === undefined ? '' : ` ${own}-problem`}`}
          onClick={() => input.current?.click()}
        >
          {words['addFiles']}
        </button>
      )}
      <input
        ref={input}
        type="file"
        multiple
        hidden
        tabIndex={-1}
        aria-label={field.label}
        onChange={(event) => {
          add([...(event.currentTarget.files ?? [])])
          event.currentTarget.value = ''
        }}
      />
      {field.hint && <p class="hint">{field.hint}</p>}
      {problem && (
        <p class="problem" id={`${own}-problem`}>
          {words[`problem.${problem}`] ?? problem}
        </p>
      )}
    </div>
  )
}
