/** A file with its place among those it was dropped or chosen with. */
export interface PlacedFile {
  path: string
  file: File
}

/** What programs keep in a folder: the server would leave it anyway, and it may be large. */
const leftovers = /(?:^|\/)(?:\.[^/]+|node_modules|__MACOSX)(?:\/|$)/

/** Of one file, or an archive, itself; of several, an archive made here. Null when there is nothing in it. */
export async function packFiles(given: readonly PlacedFile[]): Promise<File | null> {
  const files = given.filter(({ path }) => !leftovers.test(path))
  const [first] = files
  if (!first) return null
  if (
    files.length === 1 &&
    !first.path.includes('/') &&
    /\.(?:zip|md|markdown|html?)$/i.test(first.file.name)
  )
    return first.file
  const [{ zip }, ...contents] = await Promise.all([
    import('fflate'),
    ...files.map(async ({ path, file }) => [path, new Uint8Array(await file.arrayBuffer())] as const),
  ])
  // As they are: pictures are small already, and large texts would want workers that no page of ours allows.
  const bytes = await new Promise<Uint8Array<ArrayBuffer>>((resolve, reject) =>
    zip(Object.fromEntries(contents), { level: 0 }, (error, data) => (error ? reject(error) : resolve(data))),
  )
  const folders = new Set(files.map(({ path }) => (path.includes('/') ? path.split('/')[0] : '')))
  const [folder] = folders
  return new File([bytes], `${folders.size === 1 && folder ? folder : 'files'}.zip`)
}

/** Chosen in a dialog; a folder's files say where they lay in it. */
export function placed(list: FileList | null): PlacedFile[] {
  return [...(list ?? [])].map((file) => ({ path: file.webkitRelativePath || file.name, file }))
}

/** Dropped: folders are walked through. What is dropped must be asked for before anything is waited for. */
export async function dropped(transfer: DataTransfer): Promise<PlacedFile[]> {
  const entries = [...transfer.items].flatMap((item) => item.webkitGetAsEntry() ?? [])
  if (entries.length === 0) return placed(transfer.files)
  return (await Promise.all(entries.map(filesOf))).flat()
}

async function filesOf(entry: FileSystemEntry): Promise<PlacedFile[]> {
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) =>
      (entry as FileSystemFileEntry).file(resolve, reject),
    )
    return [{ path: entry.fullPath.replace(/^\//, ''), file }]
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader()
  const inside: FileSystemEntry[] = []
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    )
    // A browser gives a hundred at a time, and none at the end.
    if (some.length === 0) break
    inside.push(...some)
  }
  return (await Promise.all(inside.map(filesOf))).flat()
}
