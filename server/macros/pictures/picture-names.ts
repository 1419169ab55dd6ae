import { pictureNames, renamePictures } from '#server/platform/composed-html.ts'

/** How the words of a macro name a picture: one of its own, or an upload that is to become one. */
const named = /^(macro-file|file)-([1-9]\d{0,14})$/

/** `macro-file-12`: the picture that is row 12 of `macro_file`. */
export function macroPictureName(id: number): string {
  return `macro-file-${id}`
}

/** The numbers of what cleaned words show, of uploads and of pictures that macros have. */
export function picturesNamed(words: readonly string[]): { uploads: number[]; own: number[] } {
  const found = words.flatMap(pictureNames).flatMap((name) => {
    const [, kind, id] = named.exec(name) ?? []
    return kind ? [{ kind, id: Number(id) }] : []
  })
  const idsOf = (kind: string) => [...new Set(found.filter((one) => one.kind === kind).map(({ id }) => id))]
  return { uploads: idsOf('file'), own: idsOf('macro-file') }
}

/**
 * Cleaned words without pictures that are named otherwise, which somebody else's server or letter would have to show;
 * and without braces in what a picture is called: a file's name is no template.
 */
export function withNamedPictures(html: string): string {
  const known = renamePictures(html, (name) => (named.test(name) ? name : null))
  return known.replace(/<img\b[^>]*>/g, (tag) => tag.replace(/[{}]/g, ''))
}
