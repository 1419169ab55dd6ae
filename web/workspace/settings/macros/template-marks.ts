import { Extension } from '@tiptap/react'
import { Plugin } from '@tiptap/pm/state'
import { Decoration, DecorationSet } from '@tiptap/pm/view'

const braces = /\{\{[^{}]*\}\}|\{%[^{}]*%\}/g

/** Shows what is in braces as one piece. Only the look: the text stays text, to be typed, copied and searched. */
export const TemplateMarks = Extension.create({
  name: 'templateMarks',
  addProseMirrorPlugins() {
    return [
      new Plugin({
        props: {
          decorations: ({ doc }) => {
            const marks: Decoration[] = []
            doc.descendants((node, at) => {
              if (!node.isTextblock) return
              const text = node.textBetween(0, node.content.size, '\n', '\ufffc')
              for (const match of text.matchAll(braces)) {
                const from = at + 1 + match.index
                const look = match[0].startsWith('{%') ? 'template-tag' : 'template-variable'
                marks.push(Decoration.inline(from, from + match[0].length, { class: look }))
              }
            })
            return DecorationSet.create(doc, marks)
          },
        },
      }),
    ]
  },
})
