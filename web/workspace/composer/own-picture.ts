import { Image } from '@tiptap/extension-image'
import type { Node } from '@tiptap/pm/model'
import { Selection } from '@tiptap/pm/state'
import type { Editor } from '@tiptap/react'

/**
 * A picture of these addresses alone, such as `/api/v1/files/`: one of another server would tell its owner who reads
 * it, and not be sent.
 */
export function ownPicture(...addresses: readonly string[]) {
  return Image.extend({ parseHTML: () => addresses.map((address) => ({ tag: `img[src^="${address}"]` })) })
}

/**
 * Puts a picture at a place of the text. A cursor that stands there goes on behind it: a picture that is chosen would
 * be replaced by the next letter. One that is elsewhere by now stays.
 */
export function putPicture(editor: Editor, at: number, attrs: { src: string; alt: string }): void {
  const isHere = editor.state.selection.to === at
  editor
    .chain()
    .insertContentAt(at, { type: 'image', attrs }, { updateSelection: false })
    .command(({ tr, state }) => {
      const behind = isHere ? behindPicture(tr.doc, attrs.src) : null
      if (behind === null) return true
      const paragraph = state.schema.nodes['paragraph']
      if (paragraph && !Selection.findFrom(tr.doc.resolve(behind), 1, true))
        tr.insert(behind, paragraph.create())
      tr.setSelection(Selection.findFrom(tr.doc.resolve(behind), 1, true) ?? Selection.atEnd(tr.doc))
      return true
    })
    .scrollIntoView()
    .run()
}

/** An upload has its address to itself, until its picture is copied. */
function behindPicture(doc: Node, src: string): number | null {
  let behind: number | null = null
  doc.descendants((node, at) => {
    if (node.type.name === 'image' && node.attrs['src'] === src) behind ??= at + node.nodeSize
  })
  return behind
}
