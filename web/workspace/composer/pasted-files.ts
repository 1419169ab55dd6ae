/**
 * The files of a clipboard, where they are what is meant: a word processor lays a picture of the words beside the
 * words, a browser the address of a picture beside the picture.
 */
export function pastedFiles(clipboard: Pick<DataTransfer, 'files' | 'getData'> | null): File[] {
  const files = [...(clipboard?.files ?? [])]
  return files.length > 0 && hasWords(clipboard?.getData('text/html') ?? '') ? [] : files
}

function hasWords(html: string): boolean {
  const words = html
    .replace(/<(style|script|title)\b[\s\S]*?<\/\1\s*>|<!--[\s\S]*?-->|<[^>]*>/gi, '')
    .replaceAll(/&nbsp;|\u00a0/g, ' ')
  return words.trim() !== ''
}
